/** The recipes: each document's network, data preparation, schedule and published figures. */
package mnist4j.recipe;
