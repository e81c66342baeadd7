package handlers

import (
	"net/url"
	"slices"
	"time"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// LinkVars returns the variables for a link of a pack.
func LinkVars(p campaign.Pack, l campaign.Mirror) content.Vars {
	return content.Vars{"包": p.ID, "包名": p.Name, "简称": p.ShortName(), "链接": l.URL, "提取码": l.Code, "有效至": l.Until}
}

// carriers lists the net-disk hosts that accept an extraction code as part of the
// address (ruling 24).
func carriers() []string { return []string{"pan.baidu.com", "pan.quark.cn", "pan.xunlei.com"} }

// LinkText fills in a text that has a link. If the host accepts it, a line follows with
// an address that contains the extraction code.
func LinkText(t *content.Texts, key content.Key, at time.Time, v content.Vars) bot.Text {
	said := t.Say(key, at, v)
	if direct := direct(v["链接"], v["提取码"]); direct != "" {
		said += "\n" + t.Render(content.KeyLinkDirect, content.Vars{"链接": direct})
	}
	return bot.Text(said)
}

// direct returns an address that contains the extraction code, or "" if the host does
// not accept one.
func direct(address, code string) string {
	u, err := url.Parse(address)
	if err != nil || code == "" || !slices.Contains(carriers(), u.Host) || u.Query().Has("pwd") {
		return ""
	}
	q := u.Query()
	q.Set("pwd", code)
	u.RawQuery = q.Encode()
	return u.String()
}
