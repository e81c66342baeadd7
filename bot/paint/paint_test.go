package paint_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/png"
	"io"
	"strings"
	"testing"

	"zhujiao/bot/paint"
)

func sheet(words string) *paint.Sheet {
	return &paint.Sheet{Width: 600, Height: 400, Ground: 0xFFFFFF, Items: []paint.Item{
		paint.Box{X: 10, Y: 10, W: 100, H: 20, Color: 0x0B6B50},
		paint.Text{X: 300, Y: 100, Size: 40, Words: words, Color: 0x102030, Bold: true, Middle: true},
		paint.Code{X: 200, Y: 150, Size: 200, Address: "http://weixin.qq.com/q/abc"},
	}}
}

// TestSVG is well formed and has what people wrote as text alone.
func TestSVG(t *testing.T) {
	t.Parallel()
	for _, words := range []string{"7步破解", `"><script>alert(1)</script>&amp;`, "a\x00b\x1fc\xff\ufffe", "一\n二", strings.Repeat("长", 500)} {
		var b bytes.Buffer
		if err := sheet(words).SVG(&b); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "<script") || !strings.Contains(b.String(), "h1v1h-1z") {
			t.Errorf("%q: %.300s", words, b.String())
		}
		for d := xml.NewDecoder(&b); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%q: %v", words, err)
			}
		}
	}
}

// TestPNG draws in a font of the machine, if it has one; without one it says so.
func TestPNG(t *testing.T) {
	t.Parallel()
	if _, err := paint.FindFont(t.TempDir()); !errors.Is(err, paint.ErrNoFont) {
		t.Errorf("a folder without fonts: %v", err)
	}
	if err := sheet("课").PNG(io.Discard, nil); !errors.Is(err, paint.ErrNoFont) {
		t.Errorf("without a font: %v", err)
	}
	f, err := paint.FindFont()
	if errors.Is(err, paint.ErrNoFont) {
		return // the machine has none, and the pictures are SVG
	}
	if err != nil {
		t.Fatal(err)
	}
	draw := func(words string, bold bool) image.Image {
		var b bytes.Buffer
		s := sheet(words)
		text, _ := s.Items[1].(paint.Text)
		text.Bold = bold
		s.Items[1] = text
		if err := s.PNG(&b, f); err != nil {
			t.Fatal(err)
		}
		m, err := png.Decode(&b)
		if err != nil || m.Bounds().Dx() != 600 || m.Bounds().Dy() != 400 {
			t.Fatal(m.Bounds(), err)
		}
		return m
	}
	line := image.Rect(0, 60, 600, 120)
	none, _ := dark(draw("", true), line)
	one, middle := dark(draw("课", true), line)
	many, wide := dark(draw("课课课课", true), line)
	thin, _ := dark(draw("课", false), line)
	if none != 0 || one < 100 || many < 3*one || thin >= one {
		t.Errorf("%d, %d and %d dark points, %d if not bold", none, one, many, thin)
	}
	if middle < 290 || middle > 310 || wide < 290 || wide > 310 {
		t.Errorf("the middle of the words is at %d and %d, want 300", middle, wide)
	}
	if narrow, full := extent(draw("llllllllllll", false), line), extent(draw("mmmmmmmmmmmm", false), line); narrow > full*2/3 {
		t.Errorf("narrow letters take %d points, wide ones %d: the font is one for programs", narrow, full)
	}
	m := draw("课", true)
	if r, g, b, _ := m.At(60, 20).RGBA(); r>>8 != 0x0B || g>>8 != 0x6B || b>>8 != 0x50 {
		t.Errorf("the box is %x %x %x", r>>8, g>>8, b>>8)
	}
	if n, at := dark(m, image.Rect(200, 150, 400, 350)); n < 5000 || n > 25_000 || at < 280 || at > 320 {
		t.Errorf("the code has %d dark points around %d", n, at)
	}
}

// dark counts the dark points of a part of a picture, and returns the middle between the leftmost
// and the rightmost one.
func dark(m image.Image, in image.Rectangle) (n, middle int) {
	n, left, right := span(m, in)
	return n, (left + right) / 2
}

// extent is how far apart the leftmost and the rightmost dark point of a part of a picture are.
func extent(m image.Image, in image.Rectangle) int {
	_, left, right := span(m, in)
	return right - left
}

func span(m image.Image, in image.Rectangle) (n, left, right int) {
	left, right = in.Max.X, in.Min.X
	for y := in.Min.Y; y < in.Max.Y; y++ {
		for x := in.Min.X; x < in.Max.X; x++ {
			if r, _, _, _ := m.At(x, y).RGBA(); r < 0x8000 {
				n++
				left, right = min(left, x), max(right, x)
			}
		}
	}
	return n, left, right
}

// TestWrap keeps lines within their width, and ends what is too long.
func TestWrap(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"": "", "一二三": "一二三", "一二三四五六": "一二三四|五六", "一二三四五六七八九十": "一二三四|五六七…", "一\n二": "一|二",
		"一二三四，五": "一二三|四，五",
	} {
		if got := strings.Join(paint.Wrap(words, 10, 40, 2), "|"); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
	for _, line := range paint.Wrap(strings.Repeat("wide words 宽 ", 50), 30, 400, 20) {
		if paint.Width(line, 30) > 400 {
			t.Errorf("%q is %d wide", line, paint.Width(line, 30))
		}
	}
}
