package content

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode"

	regexp "zhujiao/bot/lazyregexp"
)

var (
	addressIn    = regexp.MustCompile(`(?i)https?://[!-~]+`)
	codeIn       = regexp.MustCompile(`(?:提取码|密码|访问码|口令)\s*[:：]?\s*([A-Za-z0-9]{4})`)
	wrongScheme  = regexp.MustCompile(`(?i)^(?:h?t{1,3}ps?|https?|htps|hhtps)\s*[:：;；]?\s*[/／\\]{1,3}\s*`)
	doubleScheme = regexp.MustCompile(`(?i)^(?:https?:/*)+(https?://)`)
)

// linkChecker checks web addresses that people will open.
type linkChecker struct{ report *problemList }

// checkLink checks a web address that people will open.
func (l *linkChecker) checkLink(n *node, address string) {
	if n == nil || address == "" {
		return
	}
	what := "链接不对：「" + shorten(address, 60) + "」"
	trimmed := strings.TrimSpace(address)
	switch {
	case doubleScheme.MatchString(trimmed):
		l.report.rewrite(n, what+"，开头的 https:// 重复了", quote(doubleScheme.ReplaceAllString(trimmed, "$1")))
	case strings.ContainsFunc(trimmed, func(r rune) bool { return unicode.IsSpace(r) || isHidden(r) || r > 0x7e }):
		l.mixedLink(n, what, trimmed)
	case !strings.HasPrefix(strings.ToLower(trimmed), "http://") && !strings.HasPrefix(strings.ToLower(trimmed), "https://"):
		rest := strings.TrimLeft(wrongScheme.ReplaceAllString(trimmed, ""), ":/")
		if strings.Contains(rest, "://") || rest == "" {
			l.report.errorAt(n, what, "要以 https:// 开头，写完整的网址")
			return
		}
		l.report.suggest(n, what+"，要以 https:// 开头，写完整的网址", quote("https://"+rest))
	default:
		l.checkHost(n, what, trimmed)
	}
}

// mixedLink reports an address with spaces or words in it.
func (l *linkChecker) mixedLink(n *node, what, address string) {
	hint := "只写网址，不要空格和别的文字"
	if code := codeIn.FindStringSubmatch(address); code != nil {
		what += "，里面还有提取码"
		hint = "地址里只写网址，提取码另写「提取码: \"" + code[1] + "\"」"
	} else {
		what += "，里面有空格、中文或全角字符"
	}
	if found := addressIn.FindString(address); found != "" {
		l.report.suggest(n, what, quote(strings.TrimRight(found, `.,;)"'`)))
		return
	}
	if half := strings.Join(strings.Fields(halfWidth(strings.ReplaceAll(address, "。", "."))), ""); addressIn.FindString(half) == half {
		l.report.suggest(n, what, quote(half))
		return
	}
	l.report.errorAt(n, what, hint)
}

// checkHost checks the parts of an address.
func (l *linkChecker) checkHost(n *node, what, address string) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		l.report.errorAt(n, what, "要以 https:// 开头，写完整的网址")
	case strings.ContainsAny(address, `"<>\{}|^`+"`"):
		l.report.errorAt(n, what+"，里面有网址不能有的符号", "重新复制一遍网址")
	case strings.HasPrefix(u.Hostname(), ".") || strings.HasSuffix(u.Hostname(), ".") || strings.Contains(u.Hostname(), ".."):
		l.report.errorAt(n, what+"，网站的名字不完整", "重新复制一遍网址")
	case strings.HasSuffix(address, ",") || strings.HasSuffix(address, ";"):
		l.report.suggest(n, what+"，末尾多了标点", quote(strings.TrimRight(address, ",;")))
	case u.Hostname() == "localhost" || isOwnAddress(u.Hostname()):
		l.report.errorAt(n, what+"，「"+u.Hostname()+"」只有这台电脑或你们的内网打得开", "写大家都打得开的网址")
	case !strings.Contains(u.Hostname(), "."):
		l.report.errorAt(n, what+"，「"+u.Hostname()+"」不是网站的名字", "写完整的网址")
	case u.Scheme == "http":
		l.report.warnAt(n, "链接是 http:// 开头的，微信里可能打不开或提示不安全：「"+shorten(address, 60)+"」", "能用 https:// 就写 https://")
	}
}

// isOwnAddress reports whether a host is an address of this machine or of a local network.
func isOwnAddress(host string) bool {
	a, err := netip.ParseAddr(host)
	return err == nil && (a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsUnspecified())
}

var sharedCode = regexp.MustCompile(`[?&#](?:pwd|pw|code|password)=([A-Za-z0-9]{4})`)

// checkCode checks the code of a link, and an address that carries one itself.
func (l *linkChecker) checkCode(s *section, address, code string) {
	at := s.get("提取码")
	carried := sharedCode.FindStringSubmatch(address)
	switch half := strings.TrimSpace(halfWidth(code)); {
	case carried != nil && code == "":
		l.report.warnAt(s.get("地址"), "地址里带着提取码「"+carried[1]+"」，但没有写「提取码」", "另写「提取码: \""+carried[1]+"\"」，打不开时学员可以自己输入")
	case carried != nil && carried[1] != half:
		l.report.errorAt(at, "提取码「"+code+"」和地址里带的「"+carried[1]+"」不一样", "改成一样的")
	case code == "":
	case strings.Trim(half, "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" && len(half) == 4 && half != code:
		l.report.rewrite(at, "提取码应该是4位半角字母或数字，现在是「"+code+"」", quote(half))
	case len(half) != 4 || strings.ContainsFunc(half, func(r rune) bool { return r > 0x7e || !unicode.IsLetter(r) && !unicode.IsDigit(r) }):
		l.report.errorAt(at, "提取码应该是4位字母或数字，现在是「"+code+"」", "照网盘给的写，加引号，例如 \"8k2m\"")
	}
}
