package wxsim

// Wrap exposes how the terminal wraps a text at the width of its screen.
func Wrap(width int, text string) []string {
	m := &model{width: width}
	return m.wrap(m.botStyle, text)
}

// Sign exposes the platform's signature, SealAfter how it encrypts after known random bytes.
func Sign(parts ...string) string { return sign(parts...) }

func SealAfter(a Account, head, msg string) (string, error) { return a.sealAfter([]byte(head), msg) }
