package wechat

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"zhujiao/bot/campaign"
)

// Bounds of a picture that is fetched.
const (
	photoMax  = 8 << 20 // bytes
	photoTime = 8 * time.Second
)

// PhotoOrigins are the addresses under which the platform keeps the pictures that people
// send.
func PhotoOrigins() []string { return []string{"https://mmbiz.qpic.cn", "https://mmsns.qpic.cn"} }

// Photos fetches pictures that people sent, from the platform and from nowhere else: the
// address in a push chooses one of the origins and a path there. No redirect is followed.
type Photos struct {
	gateway *Gateway
	origins []*url.URL
	client  *http.Client
}

// NewPhotos returns the pictures that are kept under some origins, such as
// https://mmbiz.qpic.cn; what is no such address is left out. What is not there is asked of
// the gateway by its id.
func NewPhotos(g *Gateway, origins []string) *Photos {
	p := &Photos{gateway: g, client: &http.Client{Timeout: photoTime, CheckRedirect: noRedirect}}
	for _, o := range origins {
		if u, err := url.Parse(o); err == nil && u.Host != "" && (u.Scheme == "https" || u.Scheme == "http") {
			p.origins = append(p.origins, u)
		}
	}
	return p
}

// errPhoto means that the platform gives no picture.
var errPhoto = errors.New("the platform gives no picture")

// Photo returns the bytes of a picture as the platform has them, at most eight megabytes;
// nothing is said about what they are.
func (p *Photos) Photo(ctx context.Context, sent campaign.SentPicture) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, photoTime)
	defer cancel()
	err := errPhoto
	if at := p.address(sent.URL); at != nil {
		var b []byte
		if b, err = p.fetch(ctx, at); err == nil {
			return b, nil
		}
	}
	if sent.Media == "" {
		return nil, err
	}
	return p.media(ctx, sent.Media)
}

// address returns where to fetch a picture, or nil for an address of nobody we know. Scheme
// and host come from our own list.
func (p *Photos) address(said string) *url.URL {
	u, err := url.Parse(said)
	if err != nil || u.User != nil || u.Opaque != "" {
		return nil
	}
	for _, o := range p.origins {
		if strings.EqualFold(u.Host, o.Host) {
			return &url.URL{Scheme: o.Scheme, Host: o.Host, Path: u.Path, RawPath: u.RawPath, RawQuery: u.RawQuery}
		}
	}
	return nil
}

// fetch gets a picture from one of the origins.
func (p *Photos) fetch(ctx context.Context, at *url.URL) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), http.NoBody)
	if err != nil {
		return nil, errPhoto
	}
	resp, err := p.client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errPhoto, redact(at.Host, err))
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: it answers %d", errPhoto, resp.StatusCode)
	}
	return whole(resp.Body, photoMax)
}

// media asks for a picture by its id, which is good for three days.
func (p *Photos) media(ctx context.Context, id string) ([]byte, error) {
	ask := url.URL{
		Scheme: "https", Host: apiHost, Path: "/cgi-bin/media/get",
		RawQuery: url.Values{"access_token": {placeholder}, "media_id": {id}}.Encode(),
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, ask.String(), http.NoBody)
	if err != nil {
		return nil, errPhoto
	}
	resp, err := p.gateway.RoundTrip(req)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errPhoto, err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: it answers %d", errPhoto, resp.StatusCode)
	}
	b, err := whole(resp.Body, maxAnswer-1)
	if err == nil && len(b) > 0 && b[0] == '{' {
		return nil, errPhoto // a refusal in words
	}
	return b, err
}

// whole reads all of what has at most so many bytes.
func whole(r io.Reader, most int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r, most+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errPhoto, err)
	}
	if int64(len(b)) > most {
		return nil, fmt.Errorf("%w: it is larger than %d bytes", errPhoto, most)
	}
	return b, nil
}
