package app

import (
	"encoding/base64"
	"fmt"
	"html"
	"net/http"
	"strings"
	"testing"
	"time"

	"rsc.io/qr"

	"zhujiao/bot/moderation"
)

// qrOf is how a page shows a QR code.
func qrOf(t *testing.T, address string) string {
	t.Helper()
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		t.Fatal(err)
	}
	code.Scale = 6
	return base64.StdEncoding.EncodeToString(code.PNG())
}

// ownCode is what the QR code says that the platform has made.
func ownCode(t *testing.T, c *crowd) string {
	t.Helper()
	got := strings.Join(c.rows(t, "SELECT address FROM wall_code"), " ")
	if !strings.HasPrefix(got, "http://weixin.qq.com/q/") {
		t.Fatalf("the code says %q", got)
	}
	return got
}

// TestWallCode: without an address that somebody typed, the wall shows the account's own QR code
// of the class, which the platform makes once, whoever looks how often. A screen that shows is
// told. What was typed comes first. Whoever scans it is welcomed and not registered.
func TestWallCode(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 21, 0, 0)
	m, nobody := signedIn(t, c, "阿敏", moderation.RoleStaff), &member{t: t, c: c}
	marks := func() string {
		got, err := c.app.store.Drafts().Marks(t.Context(), c.app.Campaign().ID, c.app.clock.Now())
		if err != nil {
			t.Fatal(err)
		}
		return got.Wall
	}
	before := marks()
	scene := "wall-" + c.app.Campaign().ID
	screen, _ := opened(t, m, c)
	own := qrOf(t, ownCode(t, c))
	if marks() == before {
		t.Error("no screen is told of the code")
	}
	for range 3 {
		m.get(home(c) + "wall")
		if _, body := nobody.get(screen); !strings.Contains(html.UnescapeString(body), own) {
			t.Errorf("the screen does not show the account's own code: %.600s", body)
		}
	}
	if n := c.platform.Calls("/cgi-bin/qrcode/create"); n != 1 {
		t.Errorf("the platform made %d codes, want 1", n)
	}
	_, page := m.get(home(c) + "wall")
	m.post(home(c)+"wall/code", "seen="+hidden(t, page, "seen"), "address=https://example.com/typed")
	_, body := nobody.get(screen)
	if body = html.UnescapeString(body); strings.Contains(body, own) || !strings.Contains(body, qrOf(t, "https://example.com/typed")) {
		t.Error("what was typed is not shown")
	}
	if got := c.followBy(t, "fan", scene); got == "" {
		t.Error("whoever scans it hears nothing")
	}
	if n := one(t, rows(t, c), "SELECT count(*) FROM member WHERE seat IS NOT NULL"); n != 0 {
		t.Error("whoever scans it is registered")
	}
}

// TestWallCodeRefused: while the platform makes no code the wall shows the address of this server,
// and the platform is asked once an hour, not by every page.
func TestWallCodeRefused(t *testing.T) {
	t.Parallel()
	c := staffed(t, func(cfg *Config) { cfg.PublicURL = "https://class.example" })
	c.at(7, 19, 30, 0)
	code := c.refuse("/cgi-bin/qrcode/create")
	*code = 48001
	m, nobody := signedIn(t, c, "阿敏", moderation.RoleStaff), &member{t: t, c: c}
	screen, _ := opened(t, m, c)
	shows := func(address string, calls int) {
		t.Helper()
		m = signedIn(t, c, "阿敏"+c.app.clock.Now().Format("1504"), moderation.RoleStaff) // sessions end
		for range 3 {
			if status, _ := m.get(home(c) + "wall"); status != http.StatusOK {
				t.Errorf("the wall: %d", status)
			}
		}
		if _, body := nobody.get(screen); !strings.Contains(html.UnescapeString(body), qrOf(t, address)) {
			t.Errorf("the screen does not show %s", address)
		}
		if n := strings.Count(c.logged.String(), "makes no QR code"); n != calls {
			t.Errorf("the platform refused %d times, want %d", n, calls)
		}
	}
	shows("https://class.example", 1)
	c.app.clock.Freeze(c.app.clock.Now().Add(59 * time.Minute))
	shows("https://class.example", 1)
	c.app.clock.Freeze(c.app.clock.Now().Add(2 * time.Minute))
	shows("https://class.example", 2)
	*code = 0
	c.app.clock.Freeze(c.app.clock.Now().Add(61 * time.Minute))
	m = signedIn(t, c, "小何", moderation.RoleStaff)
	m.get(home(c) + "wall")
	shows(ownCode(t, c), 2)
	reader := signedIn(t, c, "看的人", moderation.RoleReader)
	if status, _ := reader.get(home(c) + "wall"); status != http.StatusOK {
		t.Errorf("a reader's wall: %d", status)
	}
}

// TestWallDark: an hour after the questions a screen shows nothing and moves nothing, also one
// that steers and whatever is up; a minute before it does. The moderators' own page says so.
func TestWallDark(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 21, 0, 0)
	asks(t, c, 2)
	c.say(t, "m1", "#过 Q1 Q2")
	m, nobody := signedIn(t, c, "阿敏", moderation.RoleStaff), &member{t: t, c: c}
	screen, _ := opened(t, m, c, "steers=1")
	if status, _ := nobody.post(screen+"/move", "seen=0", "step=next"); status != http.StatusSeeOther {
		t.Fatal(status)
	}
	ends := c.app.Campaign().Questions.Close
	if after := c.app.Campaign().End.Add(time.Duration(c.app.Campaign().QAMinutes) * time.Minute); after.After(ends) {
		ends = after
	}
	row := func() int { return one(t, rows(t, c), "SELECT showing * 1000 + revision FROM wall") }
	c.app.clock.Freeze(ends.Add(time.Hour))
	if _, body := nobody.get(screen); !strings.Contains(body, "订单拆单") {
		t.Error("it is dark before its time")
	}
	c.app.clock.Freeze(ends.Add(time.Hour + time.Second))
	before := row()
	for _, path := range []string{screen, screen + "?fragment=1"} {
		status, body := nobody.get(path)
		if status != http.StatusOK || !strings.Contains(body, "答疑结束") || strings.Contains(body, "订单拆单") ||
			strings.Contains(body, "库存预占") || strings.Contains(body, "<img") || !strings.Contains(body, `data-seen="0"`) ||
			strings.Contains(body, "data-steers") {
			t.Errorf("%s after its time: %d %s", path, status, body)
		}
	}
	for _, step := range []string{"next", "back", "toggle", "clear"} {
		seen := one(t, rows(t, c), "SELECT revision FROM wall")
		if status, _ := nobody.post(screen+"/move", fmt.Sprint("seen=", seen), "step="+step); status < 400 || row() != before {
			t.Errorf("%s after its time: %d, the wall is %d, was %d", step, status, row(), before)
		}
	}
	m = signedIn(t, c, "小李", moderation.RoleStaff)
	if _, body := m.get(home(c) + "wall"); !strings.Contains(body, "大屏不再显示") {
		t.Error("the moderators' page does not say that the screens are dark")
	}
}
