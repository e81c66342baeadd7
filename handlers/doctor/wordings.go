package doctor

import (
	"maps"

	"zhujiao/bot/doctor"
)

// wording is what was found and what to do. %[1]s is the first fact of the code.
type wording struct{ found, todo string }

// wordings has the words of every code that say does not put together.
func wordings() map[doctor.Code]wording {
	out := map[doctor.Code]wording{
		doctor.CodeFailed: {"检查自己出了错", "把这一行报给开发的人。"},
		doctor.CodeSlow:   {"%[1]s 里没有看完", "过一会儿再跑一次。"},

		doctor.CodeSettingsGood:    {"都有，写法也对", ""},
		doctor.CodeSettingsUnknown: {"这几个变量没有人读：%[1]s", "改成对的名字，或者删掉。"},

		doctor.CodeCampaignGood:   {"%[1]s个文件，没有错误", ""},
		doctor.CodeCampaignBad:    {"有%[1]s处错误，第一处：%[2]s", "运行 zhujiao check %[3]s，照它说的改。"},
		doctor.CodeCampaignUnread: {"%[1]s 读不了：%[2]s", "看看 ZHUJIAO_CAMPAIGN 的路径和文件的权限；还没有活动文件就运行 zhujiao new。"},

		doctor.CodeZonesGood: {"有", ""},
		doctor.CodeZonesBad:  {"没有时区 %[1]s", "装上系统的 tzdata，或者改活动文件的时区。"},
		doctor.CodeFontsGood: {"有：%[1]s", ""},
		doctor.CodeFontsNone: {"没有找到中文字体，画出来的图片上中文会是方块", "装一种，比如 apt install fonts-noto-cjk。"},
	}
	for _, more := range []map[doctor.Code]wording{secrets(), machine(), stores(), account(), pushes(), serving()} {
		maps.Copy(out, more)
	}
	return out
}

func machine() map[doctor.Code]wording {
	return map[doctor.Code]wording{
		doctor.CodeDataGood:        {"%[1]s 可以写", ""},
		doctor.CodeDataMissing:     {"%[1]s 还没有，serve 第一次启动时会建", ""},
		doctor.CodeDataReadOnly:    {"%[1]s 写不了", "把它的主人改成运行 zhujiao 的用户（chown），或者换一个 ZHUJIAO_DATA；只读的盘要重新挂载。"},
		doctor.CodeDataNoDirectory: {"%[1]s 不是目录", "把 ZHUJIAO_DATA 改成一个目录，或者把这个文件移走。"},
		doctor.CodeDiskGood:        {"还有%[1]s MiB", ""},
		doctor.CodeDiskLow:         {"只剩%[1]s MiB（%[2]s）", "在上课以前清出一些地方。"},
		doctor.CodeDiskFull:        {"只剩%[1]s MiB（%[2]s），数据库很快会写不进去", "现在就清出 1 GiB 以上的地方，或者把 ZHUJIAO_DATA 移到大一点的盘。"},
		doctor.CodeDiskUnknown:     {"看不到剩多少：%[1]s", ""},
	}
}

func stores() map[doctor.Code]wording {
	return map[doctor.Code]wording{
		doctor.CodeDatabaseGood:    {"连得上，结构是第%[1]s版", ""},
		doctor.CodeDatabaseMissing: {"还没有数据库，serve 第一次启动时会建", "以前运行过的话，看看 ZHUJIAO_DATA、ZHUJIAO_DATABASE_URL 是不是指错了地方。"},
		doctor.CodeDatabaseCollation: {
			"能用，不过它按一种语言的规则给文字排序，不是按 C",
			"照 docs/operations.md 建一个 LC_COLLATE 为 C 的库，停下程序，用 zhujiao copy 搬过去；不搬的话，每次升级系统以后要重建索引（REINDEX）。",
		},
		doctor.CodeDatabaseOld:     {"结构是第%[1]s版，这个程序要第%[2]s版", "停下旧的程序，备份，再启动这一版（或运行 zhujiao migrate），它会自己升级。"},
		doctor.CodeDatabaseNew:     {"结构是第%[1]s版，这个程序只认得第%[2]s版", "换回新一点的程序，或者恢复升级以前的备份。"},
		doctor.CodeDatabaseBad:     {"打不开：%[1]s", "看看数据库是不是在运行，地址、用户和密码对不对；文件的话看看 ZHUJIAO_DATA 有没有指错，坏了就恢复备份。"},
		doctor.CodeDatabaseDamaged: {"文件坏了：%[1]s", "停下程序，恢复最近的备份；坏的文件先留着。"},

		doctor.CodeRedisNone:    {"没有用，限次记在进程里", ""},
		doctor.CodeRedisGood:    {"连得上，版本 %[1]s，内存满了时 %[2]s", ""},
		doctor.CodeRedisUntold:  {"连得上（这个用户不能看版本，不影响使用）", ""},
		doctor.CodeRedisOld:     {"版本 %[1]s 太旧", "升级到 5 以上，或者不设 ZHUJIAO_REDIS_URL。"},
		doctor.CodeRedisReplica: {"连的是只读的副本", "把 ZHUJIAO_REDIS_URL 改成主节点，或者用 master_name= 走 Sentinel。"},
		doctor.CodeRedisFull:    {"内存快满了，而满了以后它会拒绝写入（%[1]s）", "加大 maxmemory，或者把 maxmemory-policy 改成 allkeys-lru。"},
		doctor.CodeRedisBad:     {"用不了：%[1]s", "看看 Redis 是不是在运行，ZHUJIAO_REDIS_URL 的地址和密码对不对；没有它也能运行，只是各进程各记各的。"},
	}
}

func account() map[doctor.Code]wording {
	return map[doctor.Code]wording{
		doctor.CodeAPIGood:        {"连得上（%[1]s）", ""},
		doctor.CodeAPIUnreachable: {"连不上 %[1]s：%[2]s", "看看这台机器能不能上网、DNS 和防火墙；设了 ZHUJIAO_WECHAT_API_URL 的话看它对不对。"},
		doctor.CodeAPIOther:       {"%[1]s 上回答的不是微信（HTTP %[2]s）", "去掉 ZHUJIAO_WECHAT_API_URL，或者看看代理有没有把请求转给 api.weixin.qq.com。"},

		doctor.CodeClockGood:    {"和微信相差%[1]s秒", ""},
		doctor.CodeClockOff:     {"这台机器的时钟比微信%[1]s，消息会被当成重放而拒绝", "打开自动对时（timedatectl set-ntp true），对好再启动。"},
		doctor.CodeClockUnknown: {"微信的回答没有带时间，没法比", ""},

		doctor.CodeTokenGood:    {"拿得到", ""},
		doctor.CodeTokenAppID:   {"微信不认得这个 AppID（40013）", "从公众平台「基本配置」重新复制 ZHUJIAO_WECHAT_APPID。"},
		doctor.CodeTokenSecret:  {"AppSecret 不对（40125）", "从公众平台「基本配置」重新复制 ZHUJIAO_WECHAT_SECRET；重置过的话旧的已经作废。"},
		doctor.CodeTokenFrozen:  {"AppSecret 被冻结了（40243）", "在公众平台「基本配置」解冻 AppSecret。"},
		doctor.CodeTokenBanned:  {"公众号或接口被封了", "在公众平台看通知，按它说的申诉。"},
		doctor.CodeTokenConfirm: {"微信在等管理员确认这台机器的调用", "请公众号的管理员在手机上点确认，一小时内有效；或者关掉「风险调用确认」。"},
		doctor.CodeTokenSpent:   {"今天要凭证的次数用完了", "看看有没有别的程序用着同一个 AppID 不停地要；明天零点恢复。"},
		doctor.CodeTokenBusy:    {"微信现在忙，没有给", "过一会儿再跑一次。"},
		doctor.CodeTokenRefused: {"微信不给，错误码 %[1]s", "在微信的「全局返回码」里查这个数字，照它说的做。"},

		doctor.CodeAccountService:      {"认证服务号：自动回复、客服消息、群发（每人每月4条）、带场景的二维码", ""},
		doctor.CodeAccountSubscription: {"认证订阅号：自动回复、客服消息、群发（一天1次，不试发）", ""},
		doctor.CodeAccountUnverified: {
			"未认证：只能自动回复；其余要说的话等对方下一次发消息时带上，不能群发", "认证以后把 ZHUJIAO_WECHAT_ACCOUNT 改成 service 或 subscription。",
		},
		doctor.CodeAccountTest: {"测试号：只有测试用户收得到，额度是正式号的十分之一", "正式上课前换成认证的公众号。"},
		doctor.CodeAccountLess: {
			"配置说是 %[1]s，微信说这个公众号不能用：%[2]s", "没有认证就把 ZHUJIAO_WECHAT_ACCOUNT 改成 unverified；认证过就到公众平台「接口权限」里看。",
		},
		doctor.CodeAccountUnknown: {"问不到：%[1]s", "过一会儿再跑一次。"},

		doctor.CodeQuotaGood:    {"%[1]s", ""},
		doctor.CodeQuotaLow:     {"快用完了：%[1]s", "今天少群发；明天零点恢复。"},
		doctor.CodeQuotaSpent:   {"用完了：%[1]s", "等明天零点恢复，或者在公众平台「接口权限」里清零（一个月10次）。"},
		doctor.CodeQuotaNone:    {"这个公众号没有要算额度的接口", ""},
		doctor.CodeQuotaUnknown: {"问不到：%[1]s", "过一会儿再跑一次。"},
	}
}

func pushes() map[doctor.Code]wording {
	return map[doctor.Code]wording{
		doctor.CodeModeGood:  {"%[1]s（要和公众平台「服务器配置」里选的一样：safe 安全模式，compat 兼容模式）", ""},
		doctor.CodeModePlain: {"明文模式：班主任不能用 # 指令", "在公众平台改成安全模式，再把 ZHUJIAO_WECHAT_MODE 改成 safe。"},
		doctor.CodeModeBad:   {"ZHUJIAO_WECHAT_MODE 写得不对", "写 safe、compat 或 plain，和公众平台「服务器配置」里选的一样。"},

		doctor.CodeAESGood:     {"43位，能解码", ""},
		doctor.CodeAESUnneeded: {"明文模式不用", ""},
		doctor.CodeAESMissing:  {"没有设置", "从公众平台「服务器配置」复制 EncodingAESKey，写进 ZHUJIAO_WECHAT_AES_KEY。"},
		doctor.CodeAESLength:   {"%[1]s 有%[2]s位，应该是43位", "从公众平台「服务器配置」重新复制 EncodingAESKey，一位都不能少。"},
		doctor.CodeAESLetters:  {"%[1]s 里有字母和数字以外的字，解不了码", "从公众平台「服务器配置」重新复制 EncodingAESKey。"},
	}
}

func serving() map[doctor.Code]wording {
	return map[doctor.Code]wording{
		doctor.CodeServingGood:     {"在 %[1]s 上运行着，可以用", ""},
		doctor.CodeServingNone:     {"%[1]s 上没有程序在运行", "要它回消息就启动 zhujiao serve。"},
		doctor.CodeServingNotReady: {"%[1]s 上的程序说自己还不能用：%[2]s", "照它说的弄好，或者重新启动它。"},
		doctor.CodeServingOther:    {"%[1]s 被别的程序占着", "停掉那个程序，或者换一个 ZHUJIAO_LISTEN。"},
		doctor.CodeServingElsewhere: {
			"已经有一个 zhujiao 用着这份数据，可是 %[1]s 上没有回答", "用和它一样的环境变量再跑一次；不该有的就停掉它，不然启动不了。",
		},

		doctor.CodeCallbackGood: {"按微信的办法问 %[1]s，答对了", ""},
		doctor.CodeCallbackBad: {
			"按微信的办法问 %[1]s，没有答对（HTTP %[2]s）：正在运行的程序用的令牌(Token)和现在的配置不一样",
			"对一下 ZHUJIAO_WECHAT_TOKEN 和公众平台「服务器配置」，改好重新启动 serve。",
		},
		doctor.CodeCallbackLab:     {"设了 ZHUJIAO_LAB，程序走的是测试用的时钟，没法问", "正式使用时不要设 ZHUJIAO_LAB。"},
		doctor.CodeCallbackUnknown: {"没有问到：%[1]s", "过一会儿再跑一次。"},

		doctor.CodePublicNone:  {"没有设 ZHUJIAO_PUBLIC_URL：提醒里没有控制台的链接", "写大家打开这台服务器的网址，比如 https://your.host。"},
		doctor.CodePublicGood:  {"%[1]s/wechat 能到这里", ""},
		doctor.CodePublicPlain: {"%[1]s 能到这里，可是不是 https：登录控制台时别人看得到", "给它配上证书，再把 ZHUJIAO_PUBLIC_URL 改成 https:// 开头。"},
		doctor.CodePublicOther: {"%[1]s/wechat 没有到这里（HTTP %[2]s）", "看看前面的代理有没有把 /wechat 和 /console 连同参数转到 ZHUJIAO_LISTEN。"},
		doctor.CodePublicName:  {"%[1]s 的域名查不到：%[2]s", "看看 ZHUJIAO_PUBLIC_URL 有没有写错，域名有没有解析到这台服务器。"},
		doctor.CodePublicCertificate: {
			"%[1]s 的证书不对：%[2]s", "换一张没过期、域名对得上、带中间证书的证书。",
		},
		doctor.CodePublicUnreachable: {"从这台机器连不到 %[1]s：%[2]s（外面也许连得到）", "用手机打开它看看。"},
	}
}
