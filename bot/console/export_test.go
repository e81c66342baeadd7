package console

// Layouts parses every page and returns for each whether it has a layout.
func Layouts() map[string]bool {
	out := map[string]bool{}
	for name, parse := range parsePages().byName {
		out[name] = parse().Lookup("layout") != nil
	}
	return out
}

// Files returns the embedded files by the name with their hash.
func Files() map[string][]byte { return parsePages().assets }
