package paint_test

import (
	"bytes"
	"encoding/xml"
	"errors"
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
	dark := func(words string) (n int) {
		var b bytes.Buffer
		if err := sheet(words).PNG(&b, f); err != nil {
			t.Fatal(err)
		}
		m, err := png.Decode(&b)
		if err != nil || m.Bounds().Dx() != 600 || m.Bounds().Dy() != 400 {
			t.Fatal(m.Bounds(), err)
		}
		for y := 60; y < 120; y++ {
			for x := range 600 {
				if r, _, _, _ := m.At(x, y).RGBA(); r < 0x8000 {
					n++
				}
			}
		}
		return n
	}
	if none, one, many := dark(""), dark("课"), dark("课课课课"); none != 0 || one < 100 || many < 3*one {
		t.Errorf("%d, %d and %d dark points", none, one, many)
	}
}

// TestWrap keeps lines within their width, and ends what is too long.
func TestWrap(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"": "", "一二三": "一二三", "一二三四五六": "一二三四|五六", "一二三四五六七八九十": "一二三四|五六七…", "一\n二": "一|二",
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
