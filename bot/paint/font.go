package paint

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"rsc.io/qr"
)

// Font is a font of the machine that has Chinese. It is safe for use by several at once.
type Font struct{ font *sfnt.Font }

// folders are where fonts lie on Linux, macOS and Windows.
func folders() []string {
	home, _ := os.UserHomeDir() // without one there are the others
	return []string{
		"/usr/share/fonts", "/usr/local/share/fonts", filepath.Join(home, ".local/share/fonts"), filepath.Join(home, ".fonts"),
		"/System/Library/Fonts", "/Library/Fonts", `C:\Windows\Fonts`,
	}
}

// wanted are parts of the names of fonts with Chinese, the better first, in lower case.
func wanted() []string {
	return []string{
		"notosanscjk", "notosanssc", "sourcehansans", "pingfang", "msyh", "wqy", "stheiti", "droidsansfallback",
		"notoserifcjk", "sourcehanserif", "simhei", "simsun",
	}
}

// ErrNoFont means that the machine has no font with Chinese.
var ErrNoFont = errors.New("the machine has no font with Chinese, such as fonts-noto-cjk")

// FindFont looks for a font in the usual folders, or in others. It returns ErrNoFont if there
// is none.
func FindFont(in ...string) (*Font, error) {
	if len(in) == 0 {
		in = folders()
	}
	best := make([]string, len(wanted()))
	for _, folder := range in {
		_ = filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error { // a folder that cannot be read has none
			if err != nil || d.IsDir() {
				return nil //nolint:nilerr // the others are looked at
			}
			name := strings.ToLower(strings.ReplaceAll(d.Name(), "-", ""))
			for i, part := range wanted() {
				if strings.Contains(name, part) && (best[i] == "" || strings.Contains(name, "regular")) {
					best[i] = path
				}
			}
			return nil
		})
	}
	for _, path := range best {
		if path == "" {
			continue
		}
		if f, err := open(path); err == nil {
			return f, nil
		}
	}
	return nil, ErrNoFont
}

// open opens a font file; it stays open, because glyphs are read when they are drawn. Of a
// collection it takes the one for simplified Chinese.
func open(path string) (*Font, error) {
	f, err := os.Open(path) //nolint:gosec // a font of the machine
	if err != nil {
		return nil, fmt.Errorf("open a font: %w", err)
	}
	all, err := opentype.ParseCollectionReaderAt(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read a font: %w", err), f.Close())
	}
	var found *sfnt.Font
	for i := range all.NumFonts() {
		one, err := all.Font(i)
		if err != nil {
			continue
		}
		var b sfnt.Buffer
		if g, err := one.GlyphIndex(&b, '课'); err != nil || g == 0 {
			continue
		}
		name, _ := one.Name(&b, sfnt.NameIDFull)
		simplified := strings.HasSuffix(name, "SC") || strings.Contains(name, " SC ")
		if found == nil || simplified && !strings.Contains(name, "Mono") { // figures of equal width stand far apart
			found = one
		}
	}
	if found == nil {
		return nil, errors.Join(ErrNoFont, f.Close())
	}
	return &Font{found}, nil
}

// PNG writes the sheet in a font.
func (s *Sheet) PNG(w io.Writer, f *Font) error {
	if f == nil {
		return ErrNoFont
	}
	canvas := image.NewRGBA(image.Rect(0, 0, s.Width, s.Height))
	fill(canvas, canvas.Bounds(), s.Ground)
	for _, i := range s.Items {
		switch i := i.(type) {
		case Box:
			fill(canvas, image.Rect(i.X, i.Y, i.X+i.W, i.Y+i.H), i.Color)
		case Text:
			if err := f.text(canvas, i); err != nil {
				return err
			}
		case Code:
			i.paint(canvas)
		}
	}
	return (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(w, canvas)
}

func (c Color) rgba() color.RGBA {
	return color.RGBA{R: uint8(c >> 16 & 0xff), G: uint8(c >> 8 & 0xff), B: uint8(c & 0xff), A: 0xff}
}

func fill(canvas *image.RGBA, r image.Rectangle, c Color) {
	draw.Draw(canvas, r.Intersect(canvas.Bounds()), image.NewUniform(c.rgba()), image.Point{}, draw.Src)
}

// text draws a line. A bold one is drawn twice, a little apart: fonts come in any weight.
func (f *Font) text(canvas *image.RGBA, t Text) error {
	face, err := opentype.NewFace(f.font, &opentype.FaceOptions{Size: float64(t.Size), DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return fmt.Errorf("set a font: %w", err)
	}
	words := strings.ReplaceAll(clean(t.Words), "\n", " ")
	d := &font.Drawer{Dst: canvas, Src: image.NewUniform(t.Color.rgba()), Face: face}
	x := fixed.I(t.X)
	if t.Middle {
		x -= d.MeasureString(words) / 2
	}
	d.Dot = fixed.Point26_6{X: x, Y: fixed.I(t.Y)}
	d.DrawString(words)
	if t.Bold {
		d.Dot = fixed.Point26_6{X: x + fixed.I(t.Size)/60, Y: fixed.I(t.Y)}
		d.DrawString(words)
	}
	return face.Close()
}

func (c Code) paint(canvas *image.RGBA) {
	code, err := qr.Encode(c.Address, qr.M)
	if err != nil {
		return
	}
	fill(canvas, image.Rect(c.X, c.Y, c.X+c.Size, c.Y+c.Size), 0xFFFFFF)
	all := code.Size + 2*quiet
	at := func(n int) int { return (n + quiet) * c.Size / all }
	for y := range code.Size {
		for x := range code.Size {
			if code.Black(x, y) {
				fill(canvas, image.Rect(c.X+at(x), c.Y+at(y), c.X+at(x+1), c.Y+at(y+1)), 0)
			}
		}
	}
}
