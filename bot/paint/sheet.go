// Package paint draws sheets of text, boxes and QR codes: as SVG, which every browser shows,
// and as PNG if the machine has a font with Chinese.
package paint

import (
	"fmt"
	"html"
	"io"
	"slices"
	"strings"

	"rsc.io/qr"
)

// Sheet is a picture. Items are drawn one upon another. Lengths are pixels.
type Sheet struct {
	Width, Height int
	Ground        Color
	Items         []Item
}

// Color is red, green and blue, such as 0x0B6B50.
type Color uint32

// Item is a Text, a Box or a Code.
type Item interface{ item() }

// Text is a line of text, with its baseline at Y. It begins at X, or has its middle there.
type Text struct {
	X, Y, Size int
	Words      string
	Color      Color
	Bold       bool
	Middle     bool
}

// Box is a filled rectangle.
type Box struct {
	X, Y, W, H int
	Color      Color
}

// Code is a QR code of an address, black on white with a margin of its own. What does not fit
// into one is not drawn.
type Code struct {
	X, Y, Size int
	Address    string
}

func (Text) item() {}
func (Box) item()  {}
func (Code) item() {}

// Wrap breaks a text into lines of a width, at most so many; the last one ends in … if there is
// more. Widths are those of usual fonts: a Chinese character is a square.
func Wrap(words string, size, width, lines int) (out []string) {
	var line []rune
	wide := 0.0
	most := float64(width) / float64(size)
	for _, r := range clean(words) {
		w := runeWidth(r)
		if wide+w > most || r == '\n' {
			next := []rune(nil)
			if closing(r) && len(line) > 1 { // no line begins with it: it takes the character before it along
				line, next = line[:len(line)-1], line[len(line)-1:]
			}
			out = append(out, strings.TrimSpace(string(line)))
			line, wide = slices.Clone(next), float64(Width(string(next), 100))/100
			if r == '\n' || r == ' ' {
				continue
			}
		}
		line, wide = append(line, r), wide+w
	}
	if len(line) > 0 {
		out = append(out, strings.TrimSpace(string(line)))
	}
	if len(out) > lines {
		out = out[:lines]
		last := []rune(out[lines-1])
		for len(last) > 0 && Width(string(last)+"…", size) > width {
			last = last[:len(last)-1]
		}
		out[lines-1] = string(last) + "…"
	}
	return out
}

// closing reports whether a mark belongs to what stands before it.
func closing(r rune) bool {
	return strings.ContainsRune("，。、；：？！）」』》〉”’…,.;:?!)", r)
}

// Width returns about how wide a text is.
func Width(words string, size int) int {
	wide := 0.0
	for _, r := range words {
		wide += runeWidth(r)
	}
	return int(wide * float64(size))
}

// runeWidth is the width of a character, in squares.
func runeWidth(r rune) float64 {
	switch {
	case r == ' ' || strings.ContainsRune("ilj.,:;'|!", r):
		return 0.32
	case r < 0x2000 && strings.ContainsRune("mwMW@%", r):
		return 0.9
	case r < 0x2000:
		return 0.62
	default:
		return 1
	}
}

// clean drops what is no text in XML and in a font.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' || r == 0x7f || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

func (c Color) hex() string { return fmt.Sprintf("#%06X", uint32(c)&0xFFFFFF) }

// family are the fonts of an SVG, as the machines of those who look at it have them.
const family = "'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','Noto Serif CJK SC',sans-serif"

// SVG writes the sheet. What is in it is text: nothing in it is markup, and it loads nothing.
func (s *Sheet) SVG(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d">`,
		s.Width, s.Height, s.Width, s.Height)
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" fill="%s"/>`, s.Ground.hex())
	for _, i := range s.Items {
		switch i := i.(type) {
		case Box:
			fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`, i.X, i.Y, i.W, i.H, i.Color.hex())
		case Text:
			extra := ""
			if i.Middle {
				extra += ` text-anchor="middle"`
			}
			if i.Bold {
				extra += ` font-weight="700"`
			}
			fmt.Fprintf(&b, `<text x="%d" y="%d" font-size="%d" fill="%s" font-family="%s"%s>%s</text>`,
				i.X, i.Y, i.Size, i.Color.hex(), family, extra, html.EscapeString(strings.ReplaceAll(clean(i.Words), "\n", " ")))
		case Code:
			i.svg(&b)
		}
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// quiet is how many modules of white a code has around it.
const quiet = 4

func (c Code) svg(b *strings.Builder) {
	code, err := qr.Encode(c.Address, qr.M)
	if err != nil {
		return
	}
	fmt.Fprintf(b, `<svg x="%d" y="%d" width="%d" height="%d" viewBox="0 0 %d %d" shape-rendering="crispEdges">`+
		`<rect width="100%%" height="100%%" fill="#FFFFFF"/><path d="`,
		c.X, c.Y, c.Size, c.Size, code.Size+2*quiet, code.Size+2*quiet)
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fmt.Fprintf(b, "M%d %dh1v1h-1z", x+quiet, y+quiet)
			}
		}
	}
	b.WriteString(`"/></svg>`)
}
