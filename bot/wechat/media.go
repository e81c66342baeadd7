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
	// uploading is full while a picture is uploaded: the next may be the same.
	uploading chan struct{}
	mu        sync.Mutex // guards known
	known     map[string]upload
}

type upload struct {
	id   string
	size int64
	mod  time.Time
	at   time.Time
}

// NewPictures returns pictures of a folder.
func NewPictures(s *Sender, files fs.FS, now bot.Clock) *Pictures {
	return &Pictures{sender: s, files: files, now: now, uploading: make(chan struct{}, 1), known: map[string]upload{}}
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
	info, err := fs.Stat(p.files, path.Clean(file))
	if err != nil || info.Size() > maxImage {
		return "", &bot.SendError{Class: bot.BadContent, Words: "the picture " + file + " is missing or larger than 10 MB"}
	}
	if id := p.uploaded(file, info); id != "" {
		return id, nil
	}
	select {
	case p.uploading <- struct{}{}:
		defer func() { <-p.uploading }()
	case <-ctx.Done():
		return "", &bot.SendError{Class: bot.Transient, Words: "another picture is being uploaded"}
	}
	if id := p.uploaded(file, info); id != "" { // by who uploaded before us
		return id, nil
	}
	b, err := fs.ReadFile(p.files, path.Clean(file))
	if err != nil {
		return "", &bot.SendError{Class: bot.BadContent, Words: "the picture " + file + " cannot be read"}
	}
	id, err := p.sender.upload(ctx, path.Base(file), b)
	if err != nil {
		return "", err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.known[file] = upload{id, info.Size(), info.ModTime(), p.now()}
	return id, nil
}

// uploaded returns the id of an upload that still holds for a file; "" for none.
func (p *Pictures) uploaded(file string, info fs.FileInfo) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	u := p.known[file]
	if u.size != info.Size() || !u.mod.Equal(info.ModTime()) || p.now().Sub(u.at) >= mediaLife {
		return ""
	}
	return u.id
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
