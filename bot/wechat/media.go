package wechat

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"path"
	"sync"
	"time"

	"github.com/silenceper/wechat/v2/officialaccount"
	"github.com/silenceper/wechat/v2/officialaccount/material"

	"zhujiao/bot"
)

// mediaLife is how long an upload is used: the platform keeps temporary media
// for three days, and a send must not race the end.
const mediaLife = 60 * time.Hour

// maxImage is the platform's limit for a picture.
const maxImage = 10 << 20

// Pictures sends pictures from a folder: each is uploaded as temporary media
// and again before its three days end.
type Pictures struct {
	sender *Sender
	files  fs.FS
	now    bot.Clock
	mu     sync.Mutex // guards known, and lets one upload a file
	known  map[string]upload
}

type upload struct {
	id   string
	size int64
	mod  time.Time
	at   time.Time
}

// NewPictures returns pictures of a folder.
func NewPictures(s *Sender, files fs.FS, now bot.Clock) *Pictures {
	return &Pictures{sender: s, files: files, now: now, known: map[string]upload{}}
}

// SendFile sends a picture of the folder to one person; one that the platform
// has dropped is uploaded anew.
func (p *Pictures) SendFile(ctx context.Context, openid, file string) error {
	id, err := p.media(ctx, file)
	if err != nil {
		return err
	}
	err = p.sender.SendImage(ctx, openid, id)
	if e, ok := errors.AsType[*bot.SendError](err); !ok || e.Code != mediaGone {
		return err
	}
	p.forget(file, id)
	if id, err = p.media(ctx, file); err != nil {
		return err
	}
	return p.sender.SendImage(ctx, openid, id)
}

// forget drops an upload that the platform does not know any more, unless
// another send has replaced it.
func (p *Pictures) forget(file, id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known[file].id == id {
		delete(p.known, file)
	}
}

// media returns the id of a file's upload, a fresh one if it changed or is old.
func (p *Pictures) media(ctx context.Context, file string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	info, err := fs.Stat(p.files, path.Clean(file))
	if err != nil || info.Size() > maxImage {
		return "", &bot.SendError{Class: bot.BadContent, Words: "the picture " + file + " is missing or larger than 10 MB"}
	}
	u, now := p.known[file], p.now()
	if u.id != "" && u.size == info.Size() && u.mod.Equal(info.ModTime()) && now.Sub(u.at) < mediaLife {
		return u.id, nil
	}
	b, err := fs.ReadFile(p.files, path.Clean(file))
	if err != nil {
		return "", &bot.SendError{Class: bot.BadContent, Words: "the picture " + file + " cannot be read"}
	}
	id, err := p.sender.upload(ctx, path.Base(file), b)
	if err != nil {
		return "", err
	}
	p.known[file] = upload{id, info.Size(), info.ModTime(), now}
	return id, nil
}

// upload stores a picture as temporary media.
func (s *Sender) upload(ctx context.Context, name string, b []byte) (mediaID string, err error) {
	err = s.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error {
		m, err := oa.GetMaterial().MediaUploadFromReader(material.MediaTypeImage, name, bytes.NewReader(b))
		mediaID = m.MediaID
		return err
	})
	if e, ok := errors.AsType[*bot.SendError](err); ok {
		e.MaybeSent = false // an upload twice harms nobody
	}
	return mediaID, err
}
