package wechat_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zhujiao/bot/campaign"
	"zhujiao/bot/wechat"
)

// TestPhotosFromNowhereElse: what a push says is an address of the platform's pictures or is
// not asked for; redirects are not followed, and what is too large is cut off.
func TestPhotosFromNowhereElse(t *testing.T) {
	t.Parallel()
	var inside atomic.Int64
	secret := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		inside.Add(1)
		_, _ = w.Write([]byte("SECRET"))
	}))
	defer secret.Close()
	kept := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			http.Redirect(w, r, secret.URL+"/latest/meta-data", http.StatusFound)
		case "/huge":
			for range 9 << 4 {
				if _, err := w.Write(bytes.Repeat([]byte("x"), 64<<10)); err != nil {
					return
				}
			}
		case "/gone":
			http.NotFound(w, r)
		default:
			_, _ = w.Write([]byte("PICTURE " + r.URL.RequestURI()))
		}
	}))
	defer kept.Close()
	api := newAPI(t, func(string, string, []byte) string { return `{"errcode":40007,"errmsg":"invalid media_id"}` })
	gateway := api.sender(t, time.Now).Gateway()
	p := wechat.NewPhotos(gateway, []string{kept.URL, "ftp://elsewhere.example", "no address"})
	host := strings.TrimPrefix(kept.URL, "http://")
	for _, ok := range []string{kept.URL + "/a/0?wx_fmt=png", "https://" + host + "/a/0?wx_fmt=png", "//" + host + "/a/0?wx_fmt=png"} {
		b, err := p.Photo(t.Context(), campaign.SentPicture{URL: ok})
		if err != nil || string(b) != "PICTURE /a/0?wx_fmt=png" {
			t.Errorf("%s: %q, %v", ok, b, err)
		}
	}
	for _, bad := range []string{
		secret.URL + "/a", "http://localhost:6379/", "http://169.254.169.254/latest/meta-data", "file:///etc/passwd",
		"http://" + host + "@" + strings.TrimPrefix(secret.URL, "http://") + "/", "http://user:pass@" + host + "/a",
		"http://" + host + ".evil.example/", kept.URL + "/away", kept.URL + "/huge", kept.URL + "/gone", "", "::", "data:image/png,x",
		"http:" + host + "/a", "ftp://elsewhere.example/a",
	} {
		for _, media := range []string{"", "m1"} {
			if b, err := p.Photo(t.Context(), campaign.SentPicture{URL: bad, Media: media}); err == nil {
				t.Errorf("%q with the id %q gives %.40q", bad, media, b)
			}
		}
	}
	if n := inside.Load(); n != 0 {
		t.Errorf("a server of nobody's pictures was asked %d times", n)
	}
}

// TestPhotoById: a picture that has gone from its address is asked for by its id, without
// the token being said to anybody else.
func TestPhotoById(t *testing.T) {
	t.Parallel()
	api := newAPI(t, func(path, token string, _ []byte) string {
		if path != "/cgi-bin/media/get" || token == "" {
			t.Errorf("asked %s with the token %q", path, token)
		}
		return "PNG"
	})
	p := wechat.NewPhotos(api.sender(t, time.Now).Gateway(), nil)
	b, err := p.Photo(t.Context(), campaign.SentPicture{URL: "http://mmbiz.qpic.cn/a", Media: "m1"})
	if err != nil || string(b) != "PNG" {
		t.Errorf("%q, %v", b, err)
	}
	for _, o := range wechat.PhotoOrigins() {
		if !strings.HasPrefix(o, "https://") || !strings.HasSuffix(o, ".qpic.cn") {
			t.Errorf("a picture is fetched from %s", o)
		}
	}
}
