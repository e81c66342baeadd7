package console

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/jpeg"
	"image/png"
	"net/http"
	"strconv"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// Photos fetches what people sent from where the platform keeps it.
type Photos interface {
	// Photo returns the bytes of a picture, at most a few megabytes. Nothing is said about
	// what they are.
	Photo(ctx context.Context, sent campaign.SentPicture) ([]byte, error)
}

// Bounds of a picture that is shown.
const (
	// pixelsMax bounds what is unpacked: a small file may say that it is huge.
	pixelsMax = 16_000_000
	// picturesAtOnce bounds how many are unpacked at once.
	picturesAtOnce = 2
	pictureQuality = 82
)

// errPicture means that what was fetched is no picture that we show.
var errPicture = errors.New("no picture that can be shown")

// picture shows a picture that was sent with a ticket. It is fetched when somebody looks at
// it, and unpacked and packed anew, so that nothing but pixels comes through.
func (shift) picture(v *visit) error {
	ref, err := v.ref()
	if err != nil {
		return err
	}
	sent, err := v.Moderation.Tickets.Pictures(v.ctx(), v.who, ref)
	if err != nil {
		return err
	}
	n, err := strconv.Atoi(v.r.PathValue("n"))
	if err != nil || n < 1 || n > len(sent) {
		return campaign.ErrNotFound
	}
	select {
	case v.painting <- struct{}{}:
		defer func() { <-v.painting }()
	case <-v.ctx().Done():
		return errBusy
	}
	raw, err := v.Photos.Photo(v.ctx(), sent[n-1])
	if err != nil {
		v.Log.WarnContext(v.ctx(), "a picture of a ticket cannot be fetched; the platform keeps it for three days", "error", err)
		return errPicture
	}
	kind, b, err := repaint(raw)
	if err != nil {
		return errPicture
	}
	v.w.Header().Set("Content-Type", kind)
	v.w.Header().Set("Content-Disposition", "inline")
	_, _ = v.w.Write(b) // the browser may have gone
	return nil
}

// repaint unpacks a JPEG or PNG and packs it anew.
func repaint(raw []byte) (kind string, packed []byte, err error) {
	kind = http.DetectContentType(raw)
	decode, measure := jpeg.Decode, jpeg.DecodeConfig
	switch kind {
	case "image/jpeg":
	case "image/png":
		decode, measure = png.Decode, png.DecodeConfig
	default:
		return "", nil, errPicture
	}
	size, err := measure(bytes.NewReader(raw))
	if err != nil || size.Width <= 0 || size.Height <= 0 || size.Width > pixelsMax/size.Height {
		return "", nil, errPicture
	}
	var m image.Image
	if m, err = decode(bytes.NewReader(raw)); err != nil {
		return "", nil, errPicture
	}
	var b bytes.Buffer
	if kind == "image/png" {
		err = png.Encode(&b, m)
	} else {
		err = jpeg.Encode(&b, m, &jpeg.Options{Quality: pictureQuality})
	}
	if err != nil {
		return "", nil, errPicture
	}
	return kind, b.Bytes(), nil
}

// around reads what stands beside a ticket for those who may see people: to whom it can be
// given, and what was sent with it.
func (desk) around(v *visit, ref moderation.Ref, p *ticketPage) (err error) {
	if p.Colleagues, err = v.Moderation.Tickets.Shift.Colleagues(v.ctx(), v.who); err != nil {
		return err
	}
	sent, err := v.Moderation.Tickets.Pictures(v.ctx(), v.who, ref)
	for i := range sent {
		p.Pictures = append(p.Pictures, i+1)
	}
	return err
}
