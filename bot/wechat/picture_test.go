package wechat_test

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"zhujiao/bot"
	"zhujiao/bot/wechat"
)

// pushed lets a receiver in plain mode answer a text of somebody with a reply,
// and returns what goes back to the platform and the error that was apologised
// for.
func pushed(t *testing.T, pictures *wechat.Pictures, reply bot.Reply) (body string, sorry error) {
	t.Helper()
	h := func(context.Context, *bot.Message) (bot.Reply, error) { return reply, nil }
	apology := func(err error) bot.Reply { sorry = err; return bot.Text("sorry") }
	r := receiver(t, h, apology)
	r.Pictures = pictures
	return push(t, r, `<MsgType>text</MsgType><Content>海报</Content><MsgId>1</MsgId>`), sorry
}

// TestPictureReply answers with a picture of ours: the platform gets the id of an
// upload, which is made once, and never the name of the file.
func TestPictureReply(t *testing.T) {
	t.Parallel()
	uploads := 0
	a := newAPI(t, func(path, _ string, _ []byte) string {
		if strings.HasSuffix(path, "/media/upload") {
			uploads++
		}
		return `{"type":"image","media_id":"M-` + strconv.Itoa(uploads) + `"}`
	})
	p := wechat.NewPictures(a.sender(t, still), fstest.MapFS{"poster.png": {Data: []byte("PNG")}}, still)
	for range 2 {
		body, sorry := pushed(t, p, bot.Picture{File: "poster.png"})
		want := "<MsgType><![CDATA[image]]></MsgType><Image><MediaId><![CDATA[M-1]]></MediaId></Image>"
		if !strings.Contains(body, want) || sorry != nil {
			t.Errorf("answer %s, err %v", body, sorry)
		}
		if strings.Contains(body, "poster") {
			t.Errorf("the answer holds the file's name: %s", body)
		}
	}
	if uploads != 1 {
		t.Errorf("%d uploads, want 1", uploads)
	}
}

// TestPictureUnsent answers with a picture that cannot be uploaded: the person
// gets an apology, and the error says why.
func TestPictureUnsent(t *testing.T) {
	t.Parallel()
	a := newAPI(t, func(string, string, []byte) string { return `{"errcode":40009,"errmsg":"invalid image size"}` })
	files := fstest.MapFS{"poster.png": {Data: []byte("PNG")}}
	refused := func(err error) bool {
		e, ok := errors.AsType[*bot.SendError](err)
		return ok && e.Class == bot.BadContent
	}
	for name, c := range map[string]struct {
		pictures *wechat.Pictures
		file     string
		want     func(error) bool
	}{
		"the account may not upload": {nil, "poster.png", func(err error) bool { return errors.Is(err, bot.ErrUnsupported) }},
		"refused":                    {wechat.NewPictures(a.sender(t, still), files, still), "poster.png", refused},
		"no such file":               {wechat.NewPictures(a.sender(t, still), files, still), "other.png", refused},
	} {
		body, sorry := pushed(t, c.pictures, bot.Picture{File: c.file})
		if !strings.Contains(body, "<Content><![CDATA[sorry]]></Content>") || !c.want(sorry) {
			t.Errorf("%s: answer %s, err %v", name, body, sorry)
		}
	}
}
