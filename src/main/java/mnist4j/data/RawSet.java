package mnist4j.data;

import java.util.List;
import java.util.Optional;

/**
 * A data set as its files have it.
 *
 * @param name of the set
 * @param format of the files, in words
 * @param train labelled from 0 on, also where the labels of the files start at 1
 * @param test alike
 * @param trainFrom where the training labels are, as messages name it
 * @param testFrom alike
 * @param classNames one per label, if files name them
 * @param warnings lines about what was left out or guessed
 */
record RawSet(
    String name,
    String format,
    LabelledImages train,
    LabelledImages test,
    String trainFrom,
    String testFrom,
    Optional<List<String>> classNames,
    List<String> warnings) {}
