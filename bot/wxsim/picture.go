package wxsim

import (
	"image"
	"image/color"
	"image/png"
	"net/http"
)

// knows reports whether a call has the token of now.
func (p *Platform) knows(r *http.Request) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.callsByPath[r.URL.Path]++
	return p.current(r)
}

// current is knows while mu is held.
func (p *Platform) current(r *http.Request) bool {
	return r.URL.Query().Get("access_token") == p.tokenName() && !p.now().After(p.tokenExpiry)
}

// picture answers with the picture that everybody sends: a screen with some lines.
func picture(w http.ResponseWriter) {
	m := image.NewRGBA(image.Rect(0, 0, 240, 320))
	for y := range 320 {
		for x := range 240 {
			c := color.RGBA{0xf2, 0xf4, 0xf6, 0xff}
			if y < 40 {
				c = color.RGBA{0x0b, 0x6b, 0x43, 0xff}
			} else if y%36 > 24 && x > 20 && x < 220-y/36%5*20 {
				c = color.RGBA{0x57, 0x60, 0x6a, 0xff}
			}
			m.SetRGBA(x, y, c)
		}
	}
	w.Header().Set("Content-Type", "image/png")
	if err := png.Encode(w, m); err != nil {
		panic(http.ErrAbortHandler) // the caller has disconnected
	}
}
