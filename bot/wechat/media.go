package wechat

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"sync"
	"time"

	"github.com/silenceper/wechat/v2/officialaccount"
	"github.com/silenceper/wechat/v2/officialaccount/material"

	"zhujiao/bot"
)

// mediaLife is how long an upload is used. The platform keeps it for three days.
const mediaLife = 60 * time.Hour

// maxImage is the largest picture in bytes.
const maxImage = 10 << 20

// Pictures sends pictures from a folder. It uploads each as temporary media and
// remembers the id.
type Pictures struct {
	sender *Sender
	files  fs.FS
	now    bot.Clock
	// uploading is a lock that is held during an upload, so that one picture is not
	// uploaded twice at the same time.
	uploading chan struct{}
	mu        sync.Mutex // guards known
	known     map[string]upload
}

type upload struct {
	id   string
	file fs.FileInfo
	at   time.Time
}

// NewPictures returns the pictures in a folder.
func NewPictures(s *Sender, files fs.FS, now bot.Clock) *Pictures {
	return &Pictures{sender: s, files: files, now: now, uploading: make(chan struct{}, 1), known: map[string]upload{}}
}

// SendFile sends a picture to one person. If the platform has dropped the upload, it
// uploads the picture again.
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

// forget removes an upload that the platform has dropped, unless it has been replaced
// meanwhile.
func (p *Pictures) forget(file, id string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known[file].id == id {
		delete(p.known, file)
	}
}

// media returns the id of a file's upload. It uploads the file if there is no upload,
// the file has changed or the upload is too old.
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
	if id := p.uploaded(file, info); id != "" { // another caller has uploaded it meanwhile
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
	p.known[file] = upload{id, info, p.now()}
	return id, nil
}

// uploaded returns the id of a file's upload if it can still be used, else "".
func (p *Pictures) uploaded(file string, info fs.FileInfo) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	u := p.known[file]
	if u.id == "" || replaced(u.file, info) || p.now().Sub(u.at) >= mediaLife {
		return ""
	}
	return u.id
}

// replaced reports whether a file is not the one that it was. One that was replaced by
// renaming another may have the same size and time; in a file system that is not the
// operating system's, files have no identity.
func replaced(was, is fs.FileInfo) bool {
	known := os.SameFile(is, is)
	return was.Size() != is.Size() || !was.ModTime().Equal(is.ModTime()) || known && !os.SameFile(was, is)
}

// upload stores a picture as temporary media.
func (s *Sender) upload(ctx context.Context, name string, b []byte) (mediaID string, err error) {
	err = s.gateway.sdk(ctx, func(oa *officialaccount.OfficialAccount) error {
		m, err := oa.GetMaterial().MediaUploadFromReader(material.MediaTypeImage, name, bytes.NewReader(b))
		mediaID = m.MediaID
		return err
	})
	if e, ok := errors.AsType[*bot.SendError](err); ok {
		e.MaybeSent = false // repeating an upload does no harm
	}
	return mediaID, err
}
