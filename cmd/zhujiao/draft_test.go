package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"zhujiao/bot/content"
	"zhujiao/bot/draft"
	"zhujiao/cmd/zhujiao/app"
	written "zhujiao/handlers/draft"
)

// emptyLink is a link that is still to be filled in.
var emptyLink = regexp.MustCompile(`地址: ""`)

// filled fills in what an announcement never says: links, passphrase and live room, and when
// the class is if it does not say that either.
func filled(file []byte) []byte {
	s := strings.ReplaceAll(string(file), `直播间: ""`, `直播间: "https://live.example.com/1"`)
	s = strings.ReplaceAll(s, `口令: [""]`, `口令: ["后台先行"]`)
	s = strings.ReplaceAll(s, `开始: ""`, `开始: 2022-07-07 20:30`)
	s = strings.ReplaceAll(s, `结束: ""`, `结束: 2022-07-07 21:30`)
	n := 0
	return []byte(emptyLink.ReplaceAllStringFunc(s, func(string) string {
		n++
		return `地址: "https://pan.example.com/s/1draft` + strconv.Itoa(n) + `"`
	}))
}

func loadDrafted(t *testing.T, file []byte) *content.Version {
	t.Helper()
	v, problems, err := content.LoadFiles(map[string][]byte{"class.yaml": file}, "class.yaml", app.Vocabulary(), time.Time{})
	for _, p := range problems {
		if !p.Warning {
			t.Error(p)
		}
	}
	if err != nil {
		t.Fatalf("%v in:\n%s", err, file)
	}
	return v
}

// TestDraftsPassTheCheck drafts every announcement of bot/draft and checks its file.
func TestDraftsPassTheCheck(t *testing.T) {
	t.Parallel()
	all, err := filepath.Glob(filepath.Join(root, "bot/draft/testdata/*"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, file := range all {
		if ext := filepath.Ext(file); ext == ".json" || ext == "" {
			continue
		}
		n++
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			loadDrafted(t, filled(written.File(draft.Read(data, draft.Options{}))))
			loadDrafted(t, filled(written.File(draft.Read(data, draft.Options{Published: time.Date(2026, 5, 20, 0, 0, 0, 0, time.UTC)}))))
		})
	}
	if n < 20 {
		t.Fatalf("only %d announcements", n)
	}
}

// TestShortDraftsPassTheCheck drafts the short announcements of many registers.
func TestShortDraftsPassTheCheck(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(root, "bot/draft/testdata/variety/*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatal("there are no announcements", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for block := range strings.SplitSeq("\n"+string(data), "\n=== ") {
				_, text, _ := strings.Cut(block, "\n")
				text, _, _ = strings.Cut(text, "\n---\n")
				r := draft.Read([]byte(text), draft.Options{Published: time.Date(2026, 5, 20, 0, 0, 0, 0, time.UTC)})
				loadDrafted(t, filled(written.File(r)))
			}
		})
	}
}

// TestHostileDraftsPassTheCheck drafts announcements that would break a file.
func TestHostileDraftsPassTheCheck(t *testing.T) {
	t.Parallel()
	for name, article := range map[string]string{
		"nothing":      "",
		"quotes":       "主题：\"引号\" \\ 反斜线 {课名} {直播间} #井号: 冒号\n讲师：{讲师}\n时间：2026年3月5日 20:00\n名额：0人\n",
		"two packs":    "报名即送《A资料包》《A资料包》，价值99元的《B资料包》，价值99元的《C资料包》。\n",
		"command name": "听完直播送《报名》《菜单》《提问资料》资料包。价值5元的《签到》大礼包。\n",
		"plain words":  "报名送资料一份，听课送大礼包，加微信领课件，参加直播抽礼物。价值12元的《课程介绍》手册\n",
		"many points":  "课程大纲\n" + strings.Repeat("- 第一点讲很长很长很长很长很长很长很长很长很长的话"+strings.Repeat("长", 80)+"\n", 60),
		"huge numbers": "限9999999人，价值99999999元，答疑999分钟，2026年3月5日 23:59-23:58\n",
		"controls":     "主题：a\x00b\x1bc\u2028d\u202ee\n讲师：王\t五\n",
		"long title":   "主题：" + strings.Repeat("很长的课名", 200) + "\n",
		"backwards":    "2026年3月5日 20:30-19:30 直播",
		"reversed":     "时间：2026年2月30日 25:00",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			loadDrafted(t, filled(written.File(draft.Read([]byte(article), draft.Options{}))))
		})
	}
}

// TestFirstClassDraft compares the draft of the first class's announcement with its file.
func TestFirstClassDraft(t *testing.T) {
	t.Parallel()
	shared := filepath.Join(root, "../shared")
	article, err := os.ReadFile(filepath.Join(shared, "seed/announcement.html"))
	if err != nil {
		t.Skip("the announcement is not here:", err)
	}
	truth, problems, err := content.Load(filepath.Join(shared, "campaign/campaign.yaml"), app.Vocabulary(), time.Time{})
	if err != nil {
		t.Fatal(err, problems)
	}
	got, want := loadDrafted(t, filled(written.File(draft.Read(article, draft.Options{})))).Campaign, truth.Campaign
	for what, pair := range map[string][2]any{
		"name": {got.Name, want.Name}, "host": {got.Host, want.Host}, "lecturer": {got.Lecturer, want.Lecturer},
		"start": {got.Start.Unix(), want.Start.Unix()}, "end": {got.End.Unix(), want.End.Unix()},
		"questions": {got.QAMinutes, want.QAMinutes}, "seats": {got.Signup.Seats, want.Signup.Seats},
		"scan": {got.Signup.ScanSignsUp, want.Signup.ScanSignsUp}, "open": {got.Signup.Open.Unix(), want.Signup.Open.Unix()},
		"check-in": {got.Checkin.Close.Unix(), want.Checkin.Close.Unix()}, "packs": {len(got.Packs), len(want.Packs)},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %v, want %v", what, pair[0], pair[1])
		}
	}
	for _, p := range want.Packs {
		g, _ := got.Pack(p.ID)
		same := g.Name == p.Name && g.Price == p.Price && g.NeedsCheckin() == p.NeedsCheckin() && g.Draw == p.Draw
		if !same || (g.Contents == "") != (p.Contents == "") {
			t.Errorf("pack %s: %+v, want %+v", p.ID, g, p)
		}
	}
	for _, id := range []string{"group", "replay"} {
		if e, ok := got.Entry(id); !ok || !e.Pending {
			t.Errorf("%s: %+v has to wait for an answer", id, e)
		}
	}
	for id, words := range map[string][]string{
		"intro": {"1. 认知", "2. 难点", "3. 方法", "4. 行动"}, "who": {"1. ", "2. ", "转岗", "0-3"}, "price": {"免费"}, "seats": {"{名额}"},
	} {
		e, _ := got.Entry(id)
		for _, w := range words {
			if !strings.Contains(e.Answer, w) {
				t.Errorf("%s: %q does not say %q", id, e.Answer, w)
			}
		}
	}
	if !strings.Contains(got.LecturerIntro, "前Thaifintech产品总监") || !strings.Contains(got.LecturerIntro, "《电商产品经理宝典》作者") {
		t.Errorf("intro %q", got.LecturerIntro)
	}
}

// TestDraftCommand runs the command as people do.
func TestDraftCommand(t *testing.T) {
	t.Parallel()
	file := filepath.Join(root, "bot/draft/testdata/relative-tonight.txt")
	out, code := commandLine(t, "", "draft "+file+" --json --published 2026-04-09", "")
	var list []struct {
		Field  string
		Value  any
		Source string
	}
	if err := json.Unmarshal([]byte(out), &list); code != 0 || err != nil {
		t.Fatalf("code %d, %v: %s", code, err, out)
	}
	got := map[string]any{}
	for _, e := range list {
		got[e.Field] = e.Value
	}
	if got["date"] != "2026-04-09" || got["start"] != "20:00" || got["qa_minutes"] != 15.0 {
		t.Errorf("read %v", got)
	}
	out, code = commandLine(t, "", "draft "+file+" --json", "")
	if code != 0 || strings.Contains(out, `"date"`) || !strings.Contains(out, "--published") {
		t.Errorf("without the day of publication tonight is no date: code %d, %s", code, out)
	}
	out, code = commandLine(t, "", "draft "+file+" --published 2026-04-09", "")
	if code != 0 || !strings.Contains(out, "开始: 2026-04-09 20:00") || !strings.Contains(out, "# 原文：") {
		t.Errorf("code %d: %s", code, out)
	}
	if errs, code := commandLine(t, "", "draft "+file+" --published tonight", ""); code != 1 || !strings.Contains(errs, "--published") {
		t.Errorf("code %d: %s", code, errs)
	}
	if errs, code := commandLine(t, "", "draft no-such-file", ""); code != 1 || !strings.Contains(errs, "no-such-file") {
		t.Errorf("code %d: %s", code, errs)
	}
}
