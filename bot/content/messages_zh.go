package content

// tip parts what is wrong from what to do about it.
const tip = "\x1f"

// What a problem is called in its line.
const (
	lineForm  = "%s:%d:%d: %s: %s"
	nameError = "错误"
	nameWarn  = "提醒"
	tipForm   = "（%s）"
)

// Problems of the file as such.
const (
	msgMissingFile = "找不到文件「%s」" + tip + "检查路径和文件名"
	msgUnreadable  = "文件打不开：%v" + tip + "检查文件权限"
	msgTooLarge    = "文件超过 1 MiB" + tip + "活动文件一般只有几十KB，检查是不是选错了文件"
	msgNotUTF8     = "文件不是 UTF-8 编码，可能是 GBK" + tip + "用记事本「另存为」，编码选 UTF-8"
	msgUTF16       = "文件是 UTF-16（记事本里叫 Unicode）编码" + tip + "用记事本「另存为」，编码选 UTF-8"
	msgEmpty       = "文件是空的" + tip + "从示例活动文件复制一份再改"
	msgManyDocs    = "一个文件里只能写一场活动，这里出现了「---」" + tip + "删掉「---」，另一场活动另存一个文件"
	msgTooDeep     = "层次太深，不像活动文件" + tip + "检查括号和缩进"
	msgSyntax      = "这里的格式读不懂" + tip + "检查这一行和上一行：缩进、冒号后的空格、引号和括号是否成对（%s）"
	msgAdvanced    = "这里用了 YAML 的高级写法（! & * <<），活动文件不支持" + tip + "直接写出内容；文字以这些符号开头时加引号"
	msgControl     = "这一行有看不见的控制字符" + tip + "删掉这一行重新输入"
)

// Slips of a Chinese input method.
const (
	msgFullColon = "冒号「：」是全角的，要用英文的「:」并空一格" + tip + "写成「%s: …」"
	msgNoSpace   = "冒号后面少了空格" + tip + "写成「%s: …」"
	msgFullAfter = "冒号后面是全角空格" + tip + "改成半角空格，写成「%s: …」"
	msgTab       = "行首用了制表符（Tab）" + tip + "改成空格"
	msgFullSpace = "行首用了全角空格" + tip + "改成半角空格"
	msgFullList  = "「%s」里有「%s」，会被当成一个词" + tip + "要分成几个请用英文逗号，写成 [甲, 乙]"
)

// Keys and values.
const (
	msgUnknownKey = "「%s」里没有「%s」这一项" + tip + "删掉这一行"
	msgMeantKey   = "「%s」里没有「%s」这一项" + tip + "你是不是想写「%s」"
	msgMissingKey = "「%s」缺少「%s」" + tip + "照示例文件补上"
	msgTwice      = "「%s」写了两次（第一次在第%d行）" + tip + "删掉一处"
	msgNotMap     = "「%s」下面应该是「键: 值」" + tip + "冒号用英文的，后面空一格"
	msgNotScalar  = "「%s」这里应该是一个值，不是列表或多项"
	msgNotList    = "「%s」应该是列表" + tip + "写成 [甲, 乙]"
	msgNotItems   = "「%s」应该是列表" + tip + "每项前面加「- 」"
	msgBlank      = "「%s」不能是空的"
	msgBlankItem  = "「%s」里有一个空的词" + tip + "删掉多余的逗号"
	msgNumber     = "「%s」应该是 %d 到 %d 的整数，现在是「%s」"
	msgChance     = "「%s」应该是 0 到 1 的小数，现在是「%s」" + tip + "三成写 0.3"
	msgFlag       = "「%s」应该是 true 或 false，现在是「%s」"
	msgChoice     = "「%s」应该是「%s」，现在是「%s」"
	msgChoiceOr   = "」或「"
	msgTime       = "「%s」的时间读不懂：「%s」" + tip + "写成 2022-07-07 20:30"
	msgTimeDay    = "「%s」只写了日期「%s」，还要写几点" + tip + "写成 2022-07-07 20:30"
	msgTimeClock  = "「%s」只写了几点「%s」，还要写日期" + tip + "写成 2022-07-07 20:30"
	msgTimeNumber = "「%s」的时间变成了数字「%s」，YAML 会把没加引号的 20:30 当成 1230" + tip + "写成 \"2022-07-07 20:30\""
	msgHours      = "「%s」的时段读不懂：「%s」" + tip + "写成 \"09:00-22:00\""
	msgSpan       = "「%s」的时长读不懂：「%s」" + tip + "写成 30秒、10分钟 或 2小时"
	msgSchema     = "不认识的格式「%s」" + tip + "写 " + wordSchema
	msgZone       = "不认识的时区「%s」" + tip + "写 Asia/Shanghai"
	msgID         = "编号「%s」只能用英文字母、数字和「-」「_」，最多40个" + tip + "例如 ecom-backend-0707"
	msgDupID      = "%s编号「%s」重复，第%d行已经用过"
)

// Times that do not fit together.
const (
	msgOrder         = "「%s」的%s（%s）要晚于%s（%s）"
	msgLongClass     = "课程超过12小时（%s 到 %s）" + tip + "检查日期"
	msgOver          = "这场课已经结束（%s）" + tip + "新的一场要改日期"
	msgCheckinFar    = "签到时段（%s 到 %s）离课程时间超过2小时" + tip + "检查日期"
	msgCheckinApart  = "签到时段（%s 到 %s）和课程时间没有重叠" + tip + "检查日期"
	msgSignupLate    = "「报名」的%s（%s）在课程结束之后" + tip + "检查日期"
	msgRemindLate    = "提醒「%s」的时间（%s）在开课之后" + tip + "提醒要在 %s 之前；课后的提醒把对象写成 已签到未领99"
	msgRemindQuiet   = "提醒「%s」的时间（%s）在免打扰时间里，会推迟发送" + tip + "换一个时间"
	msgRemindWhen    = "提醒「%s」离课程超过30天（%s）" + tip + "检查日期"
	msgLiveMissing   = "离开课不到2小时，「直播间」还没有填" + tip + "填上直播间地址"
	msgLiveLater     = "「直播间」还没有填，带 {直播间} 的行先不显示" + tip + "拿到地址后填上，开课前2小时起不能是空的"
	msgOfferHours    = "「候补转正: 需确认」要填「确认小时」"
	msgMinMax        = "「最少字数」（%d）比「最多字数」（%d）还大"
	msgReviewOff     = "「先审后发」关了，问题不经审核就会显示" + tip + "直播大屏前建议打开"
	msgPromoteAfter  = "「候补停止转正」（%s）在课程结束之后" + tip + "检查日期"
	msgQuestionAfter = "提问截止（%s）离课程结束超过1天" + tip + "检查日期"
)

// Packs and links.
const (
	msgNeeds       = "不认识的条件「%s」" + tip + "可以写 已报名、已签到"
	msgNeedsNone   = "「条件」里没有「已报名」，系统仍然要求先报名" + tip + "写成 [已报名] 或 [已报名, 已签到]"
	msgDrawMissing = "「发放: 抽取」还要写抽取的概率" + tip + "加上 抽取: {概率: 0.3, 每人次数: 1}"
	msgDrawUnused  = "写了「抽取」，但「发放」是「直接」，抽取不会生效" + tip + "改成 发放: 抽取，或删掉「抽取」"
	msgNoLinks     = "资料包「%s」一条链接都没有" + tip + "加上 链接"
	msgAllBackup   = "资料包「%s」的链接都是备用的" + tip + "至少一条不写「备用: true」"
	msgNoContents  = "资料包「%s」的「内容」还是空的" + tip + "问到时会转给班主任"
	msgLink        = "链接不对：「%s」" + tip + "要写完整地址，以 https:// 开头，中间没有空格和汉字"
	msgLinkHTTP    = "链接「%s」不是 https" + tip + "微信里 http 链接可能打不开"
	msgSameLink    = "链接「%s」写了两次"
	msgCode        = "提取码应该是4位字母或数字，现在是「%s」" + tip + "没有提取码就删掉这一项"
	msgUntil       = "「%s」读不懂：「%s」" + tip + "写成 2022-08-07 或 永久"
	msgUntilEarly  = "链接在课程结束前就到期了（%s）" + tip + "换一个有效期更长的链接"
	msgUntilSoon   = "链接在课程后3天内到期（%s），晚领的同学打不开" + tip + "换一个有效期更长的链接"
	msgImageSoon   = "图片在课程结束前就过期了（%s）" + tip + "换一张有效期更长的"
	msgImageFile   = "图片「%s」打不开" + tip + "把它和活动文件放在一起，用 png 或 jpg"
	msgBeside      = "文件「%s」要和活动文件放在一起" + tip + "只写文件名"
	msgWordsFile   = "屏蔽词文件「%s」打不开" + tip + "把它和活动文件放在一起，不要超过 1 MiB"
	msgWordsUTF8   = "屏蔽词文件「%s」不是 UTF-8 编码" + tip + "用记事本「另存为」，编码选 UTF-8"
)

// Phrases and who owns them.
const (
	ownCommand  = "指令「%s」"
	ownEntry    = "常见问题「%s」"
	ownPack     = "资料包「%s」"
	ownPhrase   = "签到口令"
	msgTwoOwner = "「%s」同时属于%s（第%d行）和%s" + tip + "删掉一处，否则回复会不确定"
	msgTwoBuilt = "「%s」是系统的%s，不能再用作%s" + tip + "换一个说法"
	msgSameTwo  = "「%s」在%s里写了两次" + tip + "删掉一处"
	msgPassword = "口令「%s」和%s（第%d行）一样，发的人会被当成签到" + tip + "换一个口令，或改掉别名"
	msgDigit    = "「%s」是数字菜单的按键，不能再用" + tip + "换一个说法"
	msgHash     = "「%s」以 # 开头，和班主任指令冲突" + tip + "去掉 #"
	msgFoldsOut = "「%s」只有标点或表情，匹配不到" + tip + "换成文字"
	msgShort    = "口令「%s」只有一个字，太容易碰上" + tip + "用两个字以上"
	msgNoPhrase = "「口令」至少要写一个"
	msgNoCmd    = "「%s」不是指令，也不是常见问题" + tip + "你是不是想写「%s」"
	msgNoCmdAny = "「%s」不是指令，也不是常见问题" + tip + "可用的指令：%s"
	msgNoAlias  = "没有「%s」这个指令" + tip + "可用的指令：%s"
	msgMeantCmd = "没有「%s」这个指令" + tip + "你是不是想写「%s」"
)

// Menus, reminders, questions.
const (
	msgMenuTop    = "菜单最多3个，这是第%d个" + tip + "合并或删掉"
	msgMenuSub    = "菜单「%s」下面最多5个，这是第%d个" + tip + "合并或删掉"
	msgMenuLong   = "菜单名「%s」太长" + tip + "一级最多4个汉字，二级最多8个汉字"
	msgMenuNoCmd  = "菜单「%s」没有写「指令」"
	msgMenuBoth   = "菜单「%s」有子菜单，不能再写「指令」" + tip + "把指令放进子菜单"
	msgDigitKey   = "「数字菜单」的键「%s」应该是 0 到 9 的一个数字" + tip + "写成 \"1\": 报名"
	msgAudience   = "不认识的对象「%s」" + tip + "可以写 全部、已报名、候补、已签到、已签到未领99、已领99"
	msgNoText     = "提醒「%s」的文本「%s」不存在" + tip + "在「文本」里写上，或改成已有的名字"
	msgMeantText  = "提醒「%s」的文本「%s」不存在" + tip + "你是不是想写「%s」"
	msgSameRemind = "提醒名称「%s」重复" + tip + "换一个名称，每人每个提醒只发一次"
	msgNoExempt   = "「不限速的指令」里的「%s」不是指令" + tip + "可用的指令：%s"
	msgNoAnswer   = "「%s」没有答案" + tip + "写上「答」，还没有就写「待补: true」"
	msgPending    = "「%s」还待补，问到会转给班主任" + tip + "有答案后填上「答」并删掉「待补」"
	msgPendingHas = "「%s」有答案，但还标着「待补: true」，不会对外回答" + tip + "删掉「待补」"
	msgPendingTo  = "「%s」没有标「待补」，「待补说法」不会用到" + tip + "删掉「待补说法」"
)

// Texts.
const (
	whatText     = "文本「%s」"
	whatAnswer   = "「%s」的答案"
	msgBadName   = "%s里不能用 {%s}" + tip + "可以用：%s"
	msgMeantName = "%s里不能用 {%s}" + tip + "你是不是想写 {%s}"
	msgNoPack    = "%s里的 {%s} 对应的资料包不存在" + tip + "已有的资料包：%s"
	msgBrace     = "%s里的花括号没有成对" + tip + "占位符写成 {日期}，用英文花括号"
	msgFullBrace = "%s里的「%s」用了全角花括号" + tip + "改成英文的 { }"
	msgEmptyText = "%s是空的" + tip + "不需要改就删掉这一项，用系统自带的"
	msgVanishes  = "%s的每一行都有空的占位符，什么也发不出去" + tip + "填上对应的设置，或加一行不带占位符的话"
	msgLong      = "%s太长：最多约%d字节，微信最多%d字节" + tip + "分成两条，或删短"
	msgLuring    = "%s里的「%s」属于诱导分享或诱导关注，公众号会被处罚" + tip + "换个说法"
	msgWeekday   = "%s里的「%s」星期不对：%d月%d日是周%s" + tip + "写成 {开课日}，系统会自动算星期"
	msgVarDay    = "%s里的「%s」星期不对：上课那天是周%s" + tip + "写成 {开课日}，系统会自动算星期"
	msgNoDate    = "%s里的「%s」不是一个日期"
	msgTypedDate = "%s里直接写了课程日期「%s」" + tip + "写成 {日期} 或 {开课日}，换一场课就不用改"
	msgOtherDate = "%s里的日期「%s」不是上课那天（%s）" + tip + "没错就不用管"
	msgTypedDay  = "%s里直接写了「%s」" + tip + "写成 {开课日}，换一场课就不用改"
	msgTypedTime = "%s里直接写了开课时刻「%s」" + tip + "写成 {开课时刻}，换一场课就不用改"
	msgTypedName = "%s里直接写了「%s」" + tip + "写成 {%s}，换一场课就不用改"
	msgTypedSeat = "%s里直接写了名额「%s」" + tip + "写成 {名额}，改名额时不用再改这里"
	msgPrice     = "%s里的「%s」和资料包的价值不一致" + tip + "资料包的价值：%s元"
	msgNotPrice  = "%s里的「%s」和「%s」的价值不一致" + tip + "价值是%d元"
	patSeats     = `(?:^|[^\d])(%d)\s*(?:人|位|席|个席位|个名额|名)`
)

// noAliases ends a list that was cut.
const etc = "…"
