package wechat_test

import (
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/silenceper/wechat/v2/credential"
	"github.com/silenceper/wechat/v2/officialaccount"
	"github.com/silenceper/wechat/v2/officialaccount/basic"
	"github.com/silenceper/wechat/v2/officialaccount/broadcast"
	"github.com/silenceper/wechat/v2/officialaccount/message"
	"github.com/silenceper/wechat/v2/officialaccount/user"
	"github.com/silenceper/wechat/v2/util"
	"github.com/silenceper/wechat/v2/work/robot"

	"zhujiao/bot/wechat"
)

// The tests of this file show faults of the SDK, for which docs/sdk.md keeps a
// call ours. One that fails tells that the SDK was mended: the call may move.

// TestSDKMassSendHasNoClientID sends to a list: nothing in the request keeps a
// repeat from reaching everybody twice.
func TestSDKMassSendHasNoClientID(t *testing.T) {
	t.Parallel()
	var body []byte
	err := wechat.CallSDK(func(r *http.Request) string { body, _ = io.ReadAll(r.Body); return fine },
		func(oa *officialaccount.OfficialAccount) error {
			_, err := oa.GetBroadcast().SendText(&broadcast.User{OpenID: []string{"a", "b"}}, "text")
			return err
		})
	if err != nil || !strings.Contains(string(body), `"touser":["a","b"]`) || strings.Contains(string(body), "clientmsgid") {
		t.Errorf("request %s, err %v", body, err)
	}
}

// TestSDKMissingSubscribe reads an entry that does not say whether somebody
// follows, as one of somebody who left.
func TestSDKMissingSubscribe(t *testing.T) {
	t.Parallel()
	read := func(answer string) (subscribe int32) {
		err := wechat.CallSDK(func(*http.Request) string { return `{"user_info_list":[` + answer + `]}` },
			func(oa *officialaccount.OfficialAccount) error {
				list, err := oa.GetUser().BatchGetUserInfo(user.BatchGetUserInfoParams{})
				if err == nil {
					subscribe = list.UserInfoList[0].Subscribe
				}
				return err
			})
		if err != nil {
			t.Error(err)
		}
		return subscribe
	}
	if left, unknown := read(`{"openid":"o","subscribe":0}`), read(`{"openid":"o"}`); left != unknown {
		t.Errorf("subscribe is %d for who left and %d when it is missing", left, unknown)
	}
	if read(`{"openid":"o","subscribe":1}`) != 1 {
		t.Error("a follower is not read as one")
	}
}

// TestSDKUnknownCalls looks for calls that the SDK does not have.
func TestSDKUnknownCalls(t *testing.T) {
	t.Parallel()
	dir, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", "{{.Dir}}", "github.com/silenceper/wechat/v2").Output()
	if err != nil {
		t.Fatal(err)
	}
	known := 0
	err = filepath.WalkDir(strings.TrimSpace(string(dir)), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		b, err := os.ReadFile(path)
		for _, call := range []string{"get_current_autoreply_info", "cgi-bin/message/template/subscribe"} {
			if strings.Contains(string(b), call) {
				t.Errorf("%s has %s", path, call)
			}
		}
		known += strings.Count(string(b), "cgi-bin/menu/create\"")
		return err
	})
	if err != nil || known == 0 {
		t.Errorf("the SDK's source is not read: err %v", err)
	}
}

// tokens is a cache that counts what is dropped.
type tokens struct {
	token   string
	dropped int
}

func (c *tokens) Get(string) any                     { return c.token }
func (*tokens) Set(string, any, time.Duration) error { return nil }
func (*tokens) IsExist(string) bool                  { return true }
func (c *tokens) Delete(string) error                { c.dropped++; return nil }

// TestSDKKeepsRefusedToken sends with a token that the platform refuses: the SDK
// neither drops nor renews it, so that every call fails until its time is over.
func TestSDKKeepsRefusedToken(t *testing.T) {
	t.Parallel()
	requests := 0
	err := wechat.CallSDK(func(*http.Request) string { requests++; return `{"errcode":40001,"errmsg":"invalid credential"}` },
		func(oa *officialaccount.OfficialAccount) error {
			token, err := oa.GetAccessToken()
			cache := &tokens{token: token}
			oa.SetAccessTokenHandle(credential.NewStableAccessToken("id", "secret", "prefix", cache))
			for range 3 {
				err = oa.GetCustomerMessageManager().Send(message.NewCustomerTextMessage("o", "text"))
			}
			if cache.dropped > 0 {
				t.Errorf("the token was dropped %d times", cache.dropped)
			}
			return err
		})
	if err == nil || requests != 3 {
		t.Errorf("%d requests, err %v; want three refusals", requests, err)
	}
}

// TestSDKLosesCodes is refused: no error code can be read from the errors of some
// calls, and other calls return no error. That is why sdk.go judges by the
// platform's own answer.
func TestSDKLosesCodes(t *testing.T) {
	t.Parallel()
	refusal := func(*http.Request) string { return `{"errcode":48001,"errmsg":"api unauthorized"}` }
	err := wechat.CallSDK(refusal, func(oa *officialaccount.OfficialAccount) error {
		return oa.GetCustomerMessageManager().Send(message.NewCustomerTextMessage("o", "text"))
	})
	if _, ok := errors.AsType[*util.CommonError](err); ok || err == nil {
		t.Errorf("a custom message's error has its code: %v", err)
	}
	err = wechat.CallSDK(refusal, func(oa *officialaccount.OfficialAccount) error {
		_, err := oa.GetUser().GetTag()
		return err
	})
	if err != nil {
		t.Errorf("a refused list of tags is an error: %v", err)
	}
}

// TestSDKIgnoresContext makes a call whose context has ended: the SDK takes none
// and asks the platform all the same.
func TestSDKIgnoresContext(t *testing.T) {
	t.Parallel()
	endless := false
	_ = wechat.CallSDK(func(r *http.Request) string { endless = r.Context().Done() == nil; return fine },
		func(oa *officialaccount.OfficialAccount) error { return oa.GetMenu().DeleteMenu() })
	if !endless {
		t.Error("a request of the SDK can be ended")
	}
}

// TestSDKTicketUnescaped makes the address of a QR code's picture.
func TestSDKTicketUnescaped(t *testing.T) {
	t.Parallel()
	if got := basic.ShowQRCode(&basic.Ticket{Ticket: "a+b/c="}); !strings.HasSuffix(got, "ticket=a+b/c=") {
		t.Errorf("the ticket is escaped: %s", got)
	}
}

// TestSDKRobotOverlooksRefusal posts to a group robot too often: no error.
func TestSDKRobotOverlooksRefusal(t *testing.T) {
	t.Parallel()
	err := wechat.CallSDK(func(*http.Request) string { return `{"errcode":45009,"errmsg":"api freq out of limit"}` },
		func(oa *officialaccount.OfficialAccount) error {
			token, err := oa.GetAccessToken()
			if err == nil { // the transport finds the call by its token
				_, err = robot.NewClient(nil).RobotBroadcast("KEY&access_token="+token, map[string]string{"msgtype": "text"})
			}
			return err
		})
	if err != nil {
		t.Errorf("a refused alert is an error: %v", err)
	}
}

// TestSDKReadsForgedSender reads a push in which a person has closed their own
// text and written another sender behind it.
func TestSDKReadsForgedSender(t *testing.T) {
	t.Parallel()
	push := `<xml><FromUserName><![CDATA[me]]></FromUserName><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[` +
		`x]]></Content><FromUserName><![CDATA[admin]]></FromUserName><Content><![CDATA[#stop` + `]]></Content></xml>`
	var m message.MixMessage
	if err := xml.Unmarshal([]byte(push), &m); err != nil || m.FromUserName != "admin" {
		t.Errorf("sender %q, err %v", m.FromUserName, err)
	}
	if got, err := wechat.ParseFields([]byte(push)); err == nil && got["FromUserName"] != "me" {
		t.Errorf("we read %v", got)
	}
}

// TestSDKLosesTappedLines reads the tap on a line whose id is no number.
func TestSDKLosesTappedLines(t *testing.T) {
	t.Parallel()
	push := `<xml><FromUserName>me</FromUserName><Content>a</Content><bizmsgmenuid>faq_1</bizmsgmenuid></xml>`
	var m message.MixMessage
	if err := xml.Unmarshal([]byte(push), &m); err == nil {
		t.Errorf("the message is read: %+v", m)
	}
}

// TestSDKWritesControlCharacters writes a reply that no XML parser reads.
func TestSDKWritesControlCharacters(t *testing.T) {
	t.Parallel()
	b, err := xml.Marshal(message.NewText("a\x02b"))
	if err != nil || !strings.Contains(string(b), "\x02") {
		t.Errorf("reply %q, err %v", b, err)
	}
}

// TestSDKDocument checks that the tests that docs/sdk.md names exist.
func TestSDKDocument(t *testing.T) {
	t.Parallel()
	doc, err := os.ReadFile("../../docs/sdk.md")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	files, err := filepath.Glob("*_test.go")
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(b)
	}
	names := regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(string(doc), -1)
	for _, n := range names {
		if !strings.Contains(code.String(), "func "+n[1]+"(") {
			t.Errorf("docs/sdk.md names %s, which is no test", n[1])
		}
	}
	if err != nil || len(names) < 10 {
		t.Errorf("%d tests are named, err %v", len(names), err)
	}
}
