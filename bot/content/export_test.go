package content

import "maps"

// Builtin returns the names of the placeholders of each built-in text.
func Builtin() map[Key][]string {
	out := map[Key][]string{}
	for key, words := range builtinTexts() {
		for name := range maps.Keys(placeholders(words)) {
			out[key] = append(out[key], name)
		}
	}
	return out
}
