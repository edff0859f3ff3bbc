package mnist4j.serve;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * What a request is answered with.
 *
 * @param status of HTTP
 * @param type the content type
 * @param body not copied
 */
record Answer(int status, String type, byte[] body) {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Answer json(int status, Map<String, ?> values) {
    try {
      String text = MAPPER.writeValueAsString(values) + "\n";
      return new Answer(status, "application/json", text.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
