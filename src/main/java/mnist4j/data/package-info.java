/** Labelled images: download, cache, verification, and the file formats they are read from. */
package mnist4j.data;
