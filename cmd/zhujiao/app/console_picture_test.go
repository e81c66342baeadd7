package app

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"zhujiao/bot/moderation"
	"zhujiao/bot/wxsim"
)

// TestConsolePicture: what comes with a ticket is fetched when somebody looks, unpacked and
// packed anew; what is no picture, too large when unpacked or elsewhere is not shown.
func TestConsolePicture(t *testing.T) {
	t.Parallel()
	m := image.NewRGBA(image.Rect(0, 0, 40, 30))
	var shot, photo bytes.Buffer
	if err := png.Encode(&shot, m); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&photo, m, nil); err != nil {
		t.Fatal(err)
	}
	var wide bytes.Buffer // 25 million dots in a few kilobytes
	if err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&wide, image.NewGray(image.Rect(0, 0, 5000, 5000))); err != nil {
		t.Fatal(err)
	}
	kept := map[string][]byte{
		"/shot": append(shot.Bytes(), "<script>alert(1)</script>"...), "/photo": append(photo.Bytes(), "<script>"...),
		"/svg":  []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`),
		"/html": []byte("<!doctype html><script>alert(1)</script>"), "/gif": []byte("GIF89a\x01\x00\x01\x00"),
		"/bomb": claiming(shot.Bytes(), 100_000, 100_000), "/half": shot.Bytes()[:len(shot.Bytes())/2], "/none": {}, "/wide": wide.Bytes(),
	}
	asked := 0
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		_, _ = w.Write(kept[r.URL.Path])
	}))
	defer srv.Close()
	c := staffed(t, func(cfg *Config) { cfg.PictureOrigins = []string{srv.URL} })
	c.at(7, 10, 0, 0)
	c.say(t, "a", "人工")
	paths := []string{"/shot", "/photo", "/svg", "/html", "/gif", "/bomb", "/half", "/none", "/wide"}
	for _, p := range paths {
		c.pusher.Picture = srv.URL + p
		c.pusher.Image(t.Context(), wxsim.OpenID("crowd", "a"), wxsim.FaultNone)
	}
	staff, reader := signedIn(t, c, "阿敏", moderation.RoleStaff), signedIn(t, c, "小王", moderation.RoleReader)
	_, body := staff.get(home(c) + "tickets/H1")
	if !strings.Contains(body, `alt="对方发来的图片9"`) || asked != 0 {
		t.Fatalf("asked for %d pictures before anybody looked: %s", asked, body)
	}
	for i, p := range paths {
		at := home(c) + "tickets/H1/pictures/" + string(rune('1'+i))
		got := staff.ask(http.MethodGet, at, nil)
		switch shown := p == "/shot" || p == "/photo"; {
		case shown && (got.status != http.StatusOK || !strings.HasPrefix(got.header.Get("Content-Type"), "image/") ||
			strings.Contains(got.body, "script") || got.header.Get("X-Content-Type-Options") != "nosniff"):
			t.Errorf("%s: %d %v", p, got.status, got.header)
		case shown:
			if _, _, err := image.Decode(strings.NewReader(got.body)); err != nil {
				t.Errorf("%s: %v", p, err)
			}
		case got.status != http.StatusBadGateway || strings.Contains(got.body, "<script>alert"):
			t.Errorf("%s: %d %.200s", p, got.status, got.body)
		}
		if status, _ := reader.get(at); status != http.StatusForbidden {
			t.Errorf("%s for a reader: %d", p, status)
		}
	}
	for _, n := range []string{"0", "10", "-1", "x", "..%2f..%2fme"} {
		if status, _ := staff.get(home(c) + "tickets/H1/pictures/" + n); status != http.StatusNotFound {
			t.Errorf("the picture %s: %d", n, status)
		}
	}
}

// claiming returns a PNG whose head says that it is of another size.
func claiming(b []byte, width, height uint32) []byte {
	out := bytes.Clone(b)
	binary.BigEndian.PutUint32(out[16:], width)
	binary.BigEndian.PutUint32(out[20:], height)
	binary.BigEndian.PutUint32(out[29:], crc32.ChecksumIEEE(out[12:29]))
	return out
}

// TestConsolePictureOrigins: a real platform's pictures come from its hosts, and a simulated
// one's from itself only.
func TestConsolePictureOrigins(t *testing.T) {
	t.Parallel()
	if got := pictureOrigins(Config{APIURL: "https://api.weixin.qq.com"}); len(got) != 2 || !strings.HasSuffix(got[0], ".qpic.cn") {
		t.Errorf("of the platform: %q", got)
	}
	if got := pictureOrigins(Config{APIURL: "http://127.0.0.1:9/x"}); len(got) != 1 || got[0] != "http://127.0.0.1:9" {
		t.Errorf("of a simulated one: %q", got)
	}
	c := staffed(t, nil)
	c.at(7, 10, 0, 0)
	c.say(t, "a", "人工")
	c.pusher.Image(t.Context(), wxsim.OpenID("crowd", "a"), wxsim.FaultNone)
	if status, _ := signedIn(t, c, "阿敏", moderation.RoleStaff).get(home(c) + "tickets/H1/pictures/1"); status != http.StatusOK {
		t.Errorf("by its id: %d", status)
	}
}
