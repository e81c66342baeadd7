package wxsim

// Wrap exposes how the terminal wraps a text at the width of its screen.
func Wrap(width int, text string) []string {
	m := &model{width: width}
	return m.wrap(m.botStyle, text)
}
