package app

import (
	"bytes"
	"fmt"
	"image/png"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"zhujiao/bot/moderation"
	"zhujiao/bot/paint"
)

// TestChannels makes the codes of a class's channels and adds one: whoever scans it registers,
// its numbers are shown, the platform is asked once for a code, and says why it makes none.
func TestChannels(t *testing.T) {
	t.Parallel()
	c := staffed(t, nil)
	c.at(7, 19, 0, 0)
	m := signedIn(t, c, "阿敏", moderation.RoleStaff)
	at := home(c) + "channels"
	c.scan(t, "a")
	c.followBy(t, "b", "reg-poster")
	code := c.refuse("/cgi-bin/qrcode/create")
	for refused, words := range map[int]string{48001: "认证过的服务号", 40164: "白名单", 45009: "明天", 50002: "50002"} {
		*code = refused
		if status, page := m.post(at+"/code", "of=reg-poster"); status != http.StatusBadGateway || !strings.Contains(page, words) {
			t.Errorf("refused with %d: %d %s", refused, status, page)
		}
	}
	*code = 0
	if status, _ := m.get(at + "/code.png?of=reg-poster"); status != http.StatusNotFound {
		t.Errorf("a code that was not made: %d", status)
	}
	for range 2 {
		m.post(at+"/code", "of=reg-poster")
	}
	if calls := c.platform.Calls("/cgi-bin/qrcode/create"); calls != 1 {
		t.Errorf("the platform was asked %d times", calls)
	}
	_, page := m.get(at)
	if !strings.Contains(page, "reg-poster</strong><br><span class=\"sub\">扫码或关注2人，报名2人") {
		t.Errorf("the page: %s", page)
	}
	got := m.ask(http.MethodGet, at+"/code.png?of=reg-poster", nil)
	if picture, err := png.Decode(strings.NewReader(got.body)); err != nil || picture.Bounds().Dx() < 400 {
		t.Errorf("the code: %d %v", got.status, err)
	}
	addsChannel(t, c, m)
	for _, bad := range []string{"of=", "of=nobody", "of=reg-week2", "of=" + url.QueryEscape(evil)} {
		if status, _ := m.post(at+"/code", bad); status != http.StatusNotFound {
			t.Errorf("a code for %q: %d", bad, status)
		}
	}
	reads := signedIn(t, c, "小读", moderation.RoleReader)
	if status, _ := reads.post(at+"/add", "name=x"); status != http.StatusForbidden {
		t.Errorf("a reader adds a channel: %d", status)
	}
}

// addsChannel adds a channel and registers by it, also after the file was read again.
func addsChannel(t *testing.T, c *crowd, m *member) {
	t.Helper()
	at := home(c) + "channels"
	m.post(at+"/add", "name=老学员群")
	_, page := m.get(at)
	scene := regexp.MustCompile(`老学员群</strong> <span class="sub">(ch-[a-z2-7]{8})</span>`).FindStringSubmatch(page)
	if scene == nil {
		t.Fatalf("the channel is not shown: %s", page)
	}
	if said := c.followBy(t, "n1", scene[1]); !strings.Contains(said, "报名成功") {
		t.Errorf("the new code says %q", said)
	}
	c.editFile(t, "名额: 120", "名额: 121")
	if said := c.followBy(t, "n2", scene[1]); !strings.Contains(said, "报名成功") {
		t.Errorf("with a newer file the code says %q", said)
	}
	r, _, err := ReportOf(t.Context(), c.app.store, c.app.Campaign().ID, c.app.clock.Now())
	i := slices.IndexFunc(r.Counts.Channels, func(n moderation.ChannelCounts) bool { return n.Code == scene[1] })
	if err != nil || i < 0 || r.Counts.Channels[i].Arrived != 2 || r.Counts.Channels[i].Seated != 2 {
		t.Errorf("the report lacks the channel: %+v %v", r.Counts.Channels, err)
	}
	for name, want := range map[string]int{
		"老学员群": http.StatusConflict, "": 422, strings.Repeat("长", 21): 422, "<b>": 422, `a"b`: 422, "\x00": 422,
	} {
		if status, _ := m.post(at+"/add", "name="+name); status != want {
			t.Errorf("a channel %q: %d, want %d", name, status, want)
		}
	}
	for i := range 60 {
		m.post(at+"/add", fmt.Sprint("name=渠道", i))
	}
	if n := one(t, rows(t, c), "SELECT count(*) FROM channel WHERE added = 1"); n > 51 || n < 40 {
		t.Errorf("%d channels were added", n)
	}
}

// TestPoster looks at the posters of classes with short, usual and long facts: everything on
// them is from the file, stays on the paper, and is text.
func TestPoster(t *testing.T) {
	t.Parallel()
	for name, facts := range map[string][3]string{
		"short": {"课", "李", "老师"},
		"usual": {first, "张老师", "10年电商产品经验"},
		"long": {
			strings.Repeat("从零开始完整地走一遍电商后台", 6), strings.Repeat("欧阳上官", 6),
			strings.Repeat("做过三家公司的电商后台<script>alert(1)</script>，带过两百人的团队，", 8),
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, nil)
			c.at(7, 19, 0, 0)
			s := c.app.main()
			class := *s.Campaign
			class.Name, class.Lecturer, class.LecturerIntro = facts[0], facts[1], facts[2]
			s.Campaign = &class
			m := signedIn(t, c, "阿敏", moderation.RoleStaff)
			m.post(home(c)+"channels/code", "of=reg-poster")
			got := m.ask(http.MethodGet, home(c)+"channels/poster.svg?of=reg-poster", nil)
			if got.status != http.StatusOK || strings.Contains(got.body, "<script") || !strings.Contains(got.body, "7月7日（周四）20:30–21:30") ||
				!strings.Contains(got.body, "扫码报名") {
				t.Fatalf("%d %.600s", got.status, got.body)
			}
			code := paint.Code{X: 540 - 220, Y: 1250, Size: 440, Address: addressOf(t, c, "reg-poster")}
			if !strings.Contains(got.body, codeOn(t, code)) {
				t.Error("the poster has another code than that of its channel")
			}
			bottom := 0
			for _, y := range regexp.MustCompile(`<text x="540" y="(\d+)"`).FindAllStringSubmatch(got.body, -1) {
				if n := number(t, y[1]); n < 1700 {
					bottom = max(bottom, n)
				}
			}
			if bottom > 1240 {
				t.Errorf("the facts reach %d, into the code", bottom)
			}
			if font() == nil {
				return // the machine has no font with Chinese
			}
			got = m.ask(http.MethodGet, home(c)+"channels/poster.png?of=reg-poster", nil)
			picture, err := png.Decode(bytes.NewReader([]byte(got.body)))
			if err != nil || picture.Bounds().Dx() != 1080 || picture.Bounds().Dy() != 1920 {
				t.Fatalf("%d %v", got.status, err)
			}
			base := serveConsole(t, c)
			d := sit(t, "poster-"+name, base, 1080, 1920)
			enter(t, c, d, base)
			d.visit(home(c) + "channels/poster.svg?of=reg-poster")
			d.shoot("svg")
			d.visit(home(c) + "channels/poster.png?of=reg-poster")
			d.shoot("png")
		})
	}
}

// addressOf is the address that the code of a channel stands for.
func addressOf(t *testing.T, c *crowd, scene string) string {
	t.Helper()
	all := c.rows(t, "SELECT url FROM channel WHERE scene = '"+scene+"'")
	if len(all) != 1 || all[0] == "" {
		t.Fatalf("the codes of %s: %q", scene, all)
	}
	return all[0]
}

// codeOn is a code as it stands in a picture.
func codeOn(t *testing.T, code paint.Code) string {
	t.Helper()
	var b bytes.Buffer
	if err := (&paint.Sheet{Items: []paint.Item{code}}).SVG(&b); err != nil {
		t.Fatal(err)
	}
	path := regexp.MustCompile(`<svg x=.*</svg>`).FindString(strings.TrimSuffix(strings.TrimSpace(b.String()), "</svg>"))
	if !strings.Contains(path, "h1v1h-1z") {
		t.Fatalf("no code: %.200s", b.String())
	}
	return path
}

// enter signs a browser in.
func enter(t *testing.T, c *crowd, d *desk, base string) {
	t.Helper()
	signedIn(t, c, "阿敏", moderation.RoleOwner).post("/console/me/password", "password=correct horse battery")
	d.visit(strings.TrimPrefix(link(t, c, "阿敏", moderation.RoleOwner), base))
	d.tap("登录")
	d.see("现在最急的一件")
}

// TestConsoleReportPages goes through the report, the tables and the channels on a phone and on
// a desktop.
func TestConsoleReportPages(t *testing.T) {
	t.Parallel()
	for _, size := range []struct {
		name          string
		width, height int64
	}{{"phone", 390, 844}, {"desktop", 1280, 900}} {
		t.Run(size.name, func(t *testing.T) {
			t.Parallel()
			c := staffed(t, func(cfg *Config) { change(t, cfg.Campaign, "名额: 120 => 名额: 50") })
			busyEvening(t, c)
			base := serveConsole(t, c)
			d := sit(t, "report-"+size.name, base, size.width, size.height)
			enter(t, c, d, base)
			d.tap("报告")
			d.see("首次答复中位时长")
			d.see("reg-poster")
			d.proper()
			d.shoot("1-report")
			d.fill("n", "7")
			d.tap("记下")
			d.see("转化人数记成7了")
			d.tap("渠道和海报")
			d.see("reg-article")
			d.proper()
			d.shoot("2-channels")
			d.fill("name", "老学员群")
			d.tap("加渠道")
			d.see("老学员群")
			d.tap("生成二维码")
			d.see("的二维码好了")
			d.proper()
			d.shoot("3-code")
			d.visit(home(c) + "export")
			d.see("报名名单")
			d.proper()
			d.shoot("4-export")
			d.visit(home(c) + "report")
			do(d.screen, chromedp.EmulateViewport(794, 1123)) // A4
			paper := emulation.SetEmulatedMediaParams{Media: "print"}
			if _, err := chromedp.Call(d.ctx, emulation.SetEmulatedMedia, paper); err != nil {
				t.Fatal(err)
			}
			d.shoot("5-paper")
			d.visit(home(c) + "report.svg")
			d.shoot("6-picture")
		})
	}
}
