package handlers

import (
	"net/url"
	"slices"

	"zhujiao/bot"
	"zhujiao/bot/campaign"
	"zhujiao/bot/content"
)

// LinkVars are the words of a link of a pack.
func LinkVars(p campaign.Pack, l campaign.Mirror) content.Vars {
	return content.Vars{"包": p.ID, "包名": p.Name, "链接": l.URL, "提取码": l.Code, "有效至": l.Until}
}

// carriers are the net-disk hosts whose addresses take the extraction code with
// them (ruling 24).
func carriers() []string { return []string{"pan.baidu.com", "pan.quark.cn", "pan.xunlei.com"} }

// LinkText fills in a text with a link. Where the host takes it, one address that
// carries the extraction code follows.
func LinkText(t *content.Texts, key content.Key, v content.Vars) bot.Text {
	said := t.Render(key, v)
	if direct := direct(v["链接"], v["提取码"]); direct != "" {
		said += "\n" + t.Render(content.KeyLinkDirect, content.Vars{"链接": direct})
	}
	return bot.Text(said)
}

// direct is the address that carries a code; "" when the host takes none.
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
