package wechat_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"zhujiao/bot/wechat"
)

// TestPictures uploads a picture once, again when it changed, and again before
// the platform forgets it.
func TestPictures(t *testing.T) {
	t.Parallel()
	uploads, sent := 0, ""
	a := newAPI(t, func(path, _ string, body []byte) string {
		if strings.HasSuffix(path, "/media/upload") {
			uploads++
			if !bytes.Contains(body, []byte("filename=\"group.png\"")) || !bytes.Contains(body, []byte("PNG")) {
				t.Errorf("upload %q", body)
			}
			return `{"type":"image","media_id":"M` + string(rune('0'+uploads)) + `","created_at":1}`
		}
		sent = string(body)
		return fine
	})
	now := still()
	files := fstest.MapFS{"group.png": {Data: []byte("PNG1"), ModTime: now}}
	p := wechat.NewPictures(a.sender(t, func() time.Time { return now }), files, func() time.Time { return now })
	send := func(want string) {
		t.Helper()
		if err := p.SendFile(t.Context(), "somebody", "group.png"); err != nil || !strings.Contains(sent, want) {
			t.Errorf("sent %s, err %v; want %s", sent, err, want)
		}
	}
	send("M1")
	send("M1")
	files["group.png"] = &fstest.MapFile{Data: []byte("PNG22"), ModTime: now}
	send("M2")
	now = now.Add(61 * time.Hour)
	send("M3")
	if err := p.SendFile(t.Context(), "somebody", "../secret"); err == nil {
		t.Error("a file outside the folder was sent")
	}
}

// TestMediaGone sends a picture whose upload the platform has dropped: it is
// uploaded again and arrives.
func TestMediaGone(t *testing.T) {
	t.Parallel()
	uploads, gone := 0, false
	a := newAPI(t, func(path, _ string, body []byte) string {
		switch {
		case strings.HasSuffix(path, "/media/upload"):
			uploads++
			return `{"media_id":"M` + string(rune('0'+uploads)) + `"}`
		case gone && bytes.Contains(body, []byte(`"M1"`)):
			return `{"errcode":40007,"errmsg":"invalid media_id"}`
		}
		return fine
	})
	p := wechat.NewPictures(a.sender(t, still), fstest.MapFS{"qr.png": {Data: []byte("PNG")}}, still)
	for _, who := range []string{"o1", "o2", "o3"} {
		if err := p.SendFile(t.Context(), who, "qr.png"); err != nil {
			t.Errorf("%s does not get the picture: %v", who, err)
		}
		gone = true
	}
	if uploads != 2 {
		t.Errorf("%d uploads, want 2", uploads)
	}
}

// TestAutoReplies reads the rules of the platform's own example.
func TestAutoReplies(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(string, string, []byte) string {
		return `{"keyword_autoreply_info":{"list":[{"rule_name":"r","keyword_list_info":[
			{"type":"text","match_mode":"contain","content":"几点"},{"type":"text","match_mode":"equal","content":"时间"}],
			"reply_list_info":[{"type":"text","content":"20:30"},{"type":"img","content":"x"}]}]}}`
	})
	rules, err := a.sender(t, still).AutoReplies(t.Context())
	if err != nil || len(rules) != 1 || rules[0].Texts[0] != "20:30" || rules[0].Others != 1 || rules[0].Keywords[0] != "时间" {
		t.Errorf("rules %+v, err %v", rules, err)
	}
}

// TestPictureReplaced uploads a picture again that was replaced by renaming another with
// the same size and time.
func TestPictureReplaced(t *testing.T) {
	t.Parallel()
	uploads := 0
	a := newAPI(t, func(path, _ string, _ []byte) string {
		if strings.HasSuffix(path, "/media/upload") {
			uploads++
		}
		return `{"media_id":"M"}`
	})
	dir := t.TempDir()
	p := wechat.NewPictures(a.sender(t, still), os.DirFS(dir), still)
	for i, words := range []string{"PNG1", "PNG2"} {
		if err := errors.Join(os.WriteFile(dir+"/new", []byte(words), 0o600), os.Chtimes(dir+"/new", still(), still()),
			os.Rename(dir+"/new", dir+"/a.png"), p.SendFile(t.Context(), "o", "a.png"), p.SendFile(t.Context(), "o", "a.png")); err != nil {
			t.Fatal(err)
		}
		if uploads != i+1 {
			t.Errorf("%d uploads of %d pictures", uploads, i+1)
		}
	}
}
