package console

import (
	"cmp"
	"context"
	"encoding/base64"
	"errors"
	"html/template"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"rsc.io/qr"

	"zhujiao/bot/campaign"
	"zhujiao/bot/moderation"
)

// wall has the pages of the wall: the moderators' own, which mirrors and steers it, and the
// screen, which needs no sign-in but a token.
type wall struct{}

// wallPage is what is shown to the room, and what steers it.
type wallPage struct {
	moderation.WallView
	// Path is where it is steered. Steers is set if the viewer may.
	Path   string
	Steers bool
	// Timed is set while the minutes for answers run, with Left seconds of them.
	Timed bool
	Left  int
	// Size says how large the question can be written: xl, l, m, s or xs.
	Size string
	// QR is a picture of Address; both are empty if there is none.
	QR      template.URL
	Address string
	// Dark is set after the class: only the draws are shown then.
	Dark bool
	// Screens are those that were opened, for those who may open one. Link is the address of
	// a new one, shown once.
	Screens []moderation.Screen
	Opens   bool
	Link    string
	Open    int // how many questions others see
	// Draws is what is public about the draws of packs while no question is shown, and on the
	// dark screen.
	Draws []drawView
}

// first leads to the wall of the class that everything begins with.
func (wall) first(v *visit) error {
	return v.redirect(home(v.Classes.Classes()[0].Campaign.ID) + "wall")
}

// back leads from the address of a deed to the wall.
func (wall) back(v *visit) error { return v.redirect(v.path("wall")) }

// read reads what the wall shows.
func (wall) read(v *visit, who moderation.Actor) (out wallPage, err error) {
	s := v.Moderation.Questions.Wall
	if out.Dark = s.Ended(v.now); out.Dark && who.Via == moderation.ViaWall {
		out.Draws, err = (draws{}).onWall(v)
		return out, err
	}
	if out.WallView, err = s.View(v.ctx(), who); err != nil {
		return out, err
	}
	if !out.Ends.IsZero() {
		out.Timed, out.Left = true, max(0, int(out.Ends.Sub(v.now)/time.Second))
	}
	if out.Now != nil {
		out.Size = sizeOf(out.Now.Text)
	} else if out.Draws, err = (draws{}).onWall(v); err != nil {
		return out, err
	}
	out.Steers = who.May(moderation.ActionWallQuestion)
	if out.Address = cmp.Or(out.Code, out.Own); out.Address == "" && strings.HasPrefix(v.URL, "http") {
		out.Address = v.URL
	}
	out.QR = picture(out.Address)
	return out, nil
}

// sizeOf says how large a question can be written so that all of it fits the screen.
func sizeOf(words string) string {
	n := utf8.RuneCountInString(words)
	for _, s := range []struct {
		most int
		size string
	}{{24, "xl"}, {60, "l"}, {120, "m"}, {200, "s"}} {
		if n <= s.most {
			return s.size
		}
	}
	return "xs"
}

// picture draws an address as a QR code; empty if there is none, or it is too long.
func picture(address string) template.URL {
	if address == "" {
		return ""
	}
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		return ""
	}
	code.Scale = 6
	return template.URL("data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG())) //nolint:gosec // our own picture
}

// page shows the wall as moderators see it.
func (w wall) page(v *visit) error { return w.show(v, "") }

func (w wall) show(v *visit, link string) error {
	if err := w.own(v); err != nil {
		return err
	}
	out, err := w.read(v, v.who)
	if err != nil {
		return err
	}
	out.Path, out.Link, out.Opens = v.path("wall/move"), link, v.who.May(moderation.ActionOpenScreen)
	if out.Opens {
		if out.Screens, err = v.Moderation.Questions.Wall.ListScreens(v.ctx(), v.who); err != nil {
			return err
		}
	}
	return v.page("wall", out)
}

// step moves the wall as a form says. Somebody who was slower than another moves nothing:
// they see what the other has done.
func (wall) step(v *visit, who moderation.Actor) error {
	s := v.Moderation.Questions.Wall
	seen, err := strconv.Atoi(v.form("seen"))
	if err != nil {
		return errForm
	}
	moves := map[string]func(ctx context.Context) error{
		"next":   func(ctx context.Context) error { return s.Forward(ctx, who, seen, v.now) },
		"back":   func(ctx context.Context) error { return s.Back(ctx, who, seen, v.now) },
		"toggle": func(ctx context.Context) error { return s.Toggle(ctx, who, seen, v.now) },
		"clear":  func(ctx context.Context) error { return s.Clear(ctx, who, seen, v.now) },
		"time":   func(ctx context.Context) error { return s.Time(ctx, who, seen, true, v.now) },
		"untime": func(ctx context.Context) error { return s.Time(ctx, who, seen, false, v.now) },
	}
	move, ok := moves[v.form("step")]
	if !ok {
		return errForm
	}
	err = v.do(v.ctx(), move)
	if errors.Is(err, moderation.ErrAlready) || errors.Is(err, moderation.ErrNotFound) {
		return nil
	}
	return err
}

// move moves the wall from the moderators' page.
func (w wall) move(v *visit) error {
	if err := w.step(v, v.who); err != nil {
		return err
	}
	return v.redirect(v.path("wall"))
}

// open makes the token of a screen and shows its address, once.
func (w wall) open(v *visit) error {
	token := ""
	err := v.do(v.ctx(), func(ctx context.Context) (err error) {
		token, err = v.Moderation.Questions.Wall.OpenScreen(ctx, v.who, v.form("steers") != "", v.now)
		return err
	})
	if err != nil {
		return err
	}
	base := v.URL
	if base == "" {
		base = "http://" + v.r.Host
	}
	return w.show(v, strings.TrimRight(base, "/")+"/wall/"+token)
}

// end ends a screen.
func (wall) end(v *visit) error {
	return v.act(v.path("wall"), func(ctx context.Context, said *flash) error {
		said.Code = "screen-ended"
		return v.Moderation.Questions.Wall.CloseScreen(ctx, v.who, v.form("screen"), v.now)
	})
}

// code sets what the QR code says.
func (wall) code(v *visit) error {
	seen, err := strconv.Atoi(v.form("seen"))
	if err != nil {
		return errForm
	}
	return v.act(v.path("wall"), func(ctx context.Context, said *flash) error {
		said.Code = "qr"
		return v.Moderation.Questions.Wall.SetCode(ctx, v.who, seen, strings.TrimSpace(v.form("address")), v.now)
	})
}

// onScreen finds the screen that a token of the path belongs to, and makes the visit one of
// its class. Tokens that this process has not seen to be good count as tries, good or not, so
// that guessing ends after thirty in ten minutes, and a screen that shows is never shut out.
func (wall) onScreen(v *visit) (who moderation.Actor, err error) {
	hash := Hash(v.r.PathValue("token"))
	if !v.screens.has(hash) {
		if err := throttle(v, "wall from "+address(v.r)); err != nil {
			return who, err
		}
	}
	first := v.Classes.Classes()[0] // all classes share one store
	s, err := first.Moderation.Questions.Wall.Screens.Screen(v.ctx(), hash)
	if err != nil && !errors.Is(err, campaign.ErrNotFound) {
		return who, err
	}
	if v.Snapshot = nil; err == nil {
		v.Snapshot = v.class(s.Class)
	}
	if v.Snapshot == nil {
		v.screens.remove(hash)
		return who, errNoPage
	}
	v.screens.add(hash)
	who = moderation.Actor{Name: s.By, Role: moderation.RoleReader, Via: moderation.ViaWall}
	if s.Steers {
		who.Role = moderation.RoleLecturer
	}
	return who, nil
}

// screen shows the wall to the room.
func (w wall) screen(v *visit) error {
	who, err := w.onScreen(v)
	if err != nil {
		return err
	}
	out, err := w.read(v, who)
	if err != nil {
		return err
	}
	out.Path = "/wall/" + v.r.PathValue("token")
	return v.page("screen", out)
}

// steer moves the wall by the keys of a screen.
func (w wall) steer(v *visit) error {
	who, err := w.onScreen(v)
	if err != nil {
		return err
	}
	if v.Moderation.Questions.Wall.Ended(v.now) {
		return moderation.ErrTooLate
	}
	if err := w.step(v, who); err != nil {
		return err
	}
	return v.redirect("/wall/" + v.r.PathValue("token"))
}

// events streams what changes to a screen, until its token ends.
func (w wall) events(v *visit) error {
	if _, err := w.onScreen(v); err != nil {
		return err
	}
	return follow(v, func() bool {
		_, err := w.onScreen(v)
		return err == nil
	})
}
