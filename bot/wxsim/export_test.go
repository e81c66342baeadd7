package wxsim

// Wrap breaks a text at the width of a screen.
func Wrap(width int, text string) []string {
	m := &model{width: width}
	return m.wrap(m.theirs, text)
}
