package doctor

// Name names a check.
type Name string

// The checks, in the order of a report.
const (
	Settings Name = "settings"
	Secrets  Name = "secrets"
	Campaign Name = "campaign"
	Data     Name = "data"
	Disk     Name = "disk"
	Database Name = "database"
	Redis    Name = "redis"
	API      Name = "api"
	Clock    Name = "clock"
	Token    Name = "token"
	Account  Name = "account"
	Quota    Name = "quota"
	Mode     Name = "mode"
	AESKey   Name = "aes_key"
	Serving  Name = "serving"
	Callback Name = "callback"
	Public   Name = "public"
	Zones    Name = "zones"
	Fonts    Name = "fonts"
)

// Names lists all checks in the order of a report.
func Names() []Name {
	return []Name{
		Settings, Secrets, Campaign, Data, Disk, Database, Redis, API, Clock, Token, Account, Quota, Mode, AESKey, Serving, Callback,
		Public, Zones, Fonts,
	}
}

// Code says what a check found.
type Code string

// What checks find, with their facts in parentheses.
const (
	// CodeSkipped is a check that did not run (the check that failed before it).
	CodeSkipped Code = "skipped"
	// CodeFailed is a check with a fault of its own.
	CodeFailed Code = "failed"
	// CodeSlow is a check that did not end (its time limit).
	CodeSlow Code = "slow"

	CodeSettingsGood Code = "settings good"
	// CodeSettingsBad (the variables that are missing, the variables that are wrong).
	CodeSettingsBad Code = "settings bad"
	// CodeSettingsUnknown (the variables that nobody reads).
	CodeSettingsUnknown Code = "settings unknown"

	// CodeSecretsGood (a line for each secret: its variable and where it comes from, which is
	// environment, file PATH or service PATH).
	CodeSecretsGood Code = "secrets good"
	CodeSecretsNone Code = "secrets none"
	// CodeSecretsOpen (the files that everybody on the machine can read).
	CodeSecretsOpen Code = "secrets open"

	// CodeCampaignGood (how many files).
	CodeCampaignGood Code = "campaign good"
	// CodeCampaignBad (how many errors, the first of them, the path).
	CodeCampaignBad Code = "campaign bad"
	// CodeCampaignUnread (the path, the error).
	CodeCampaignUnread Code = "campaign unread"

	// CodeDataGood (the directory).
	CodeDataGood Code = "data good"
	// CodeDataMissing (the directory): serve makes it.
	CodeDataMissing Code = "data missing"
	// CodeDataReadOnly (the directory).
	CodeDataReadOnly Code = "data read only"
	// CodeDataNoDirectory (the path).
	CodeDataNoDirectory Code = "data no directory"

	// CodeDiskGood, CodeDiskLow and CodeDiskFull (the MiB that are free, the directory).
	CodeDiskGood Code = "disk good"
	CodeDiskLow  Code = "disk low"
	CodeDiskFull Code = "disk full"
	// CodeDiskUnknown (the error).
	CodeDiskUnknown Code = "disk unknown"

	// CodeDatabaseGood (the version of the schema).
	CodeDatabaseGood    Code = "database good"
	CodeDatabaseMissing Code = "database missing"
	// CodeDatabaseCollation: it sorts text by the rules of a language.
	CodeDatabaseCollation Code = "database collation"
	// CodeDatabaseOld and CodeDatabaseNew (the version it has, the version of this program).
	CodeDatabaseOld Code = "database old"
	CodeDatabaseNew Code = "database new"
	// CodeDatabaseBad (the error).
	CodeDatabaseBad Code = "database bad"
	// CodeDatabaseDamaged (what is damaged).
	CodeDatabaseDamaged Code = "database damaged"

	CodeRedisNone Code = "redis none"
	// CodeRedisGood (the version, the memory policy).
	CodeRedisGood Code = "redis good"
	// CodeRedisUntold: it answers, and may not tell its version.
	CodeRedisUntold Code = "redis untold"
	// CodeRedisOld (the version).
	CodeRedisOld     Code = "redis old"
	CodeRedisReplica Code = "redis replica"
	// CodeRedisFull (the memory policy).
	CodeRedisFull Code = "redis full"
	// CodeRedisBad (the error).
	CodeRedisBad Code = "redis bad"

	// CodeAPIGood (the address).
	CodeAPIGood Code = "api good"
	// CodeAPIUnreachable (the address, the error).
	CodeAPIUnreachable Code = "api unreachable"
	// CodeAPIOther (the address, the HTTP status): something else answers.
	CodeAPIOther Code = "api other"

	// CodeClockGood and CodeClockOff (by how many seconds this machine is ahead).
	CodeClockGood    Code = "clock good"
	CodeClockOff     Code = "clock off"
	CodeClockUnknown Code = "clock unknown"

	CodeTokenGood Code = "token good"
	// CodeTokenAddress (the address of this machine, as the platform sees it).
	CodeTokenAddress Code = "token address"
	CodeTokenAppID   Code = "token appid"
	CodeTokenSecret  Code = "token secret"
	CodeTokenFrozen  Code = "token frozen"
	CodeTokenBanned  Code = "token banned"
	CodeTokenConfirm Code = "token confirm"
	CodeTokenSpent   Code = "token spent"
	CodeTokenBusy    Code = "token busy"
	// CodeTokenRefused (the platform's error code).
	CodeTokenRefused Code = "token refused"

	CodeAccountService      Code = "account service"
	CodeAccountSubscription Code = "account subscription"
	CodeAccountUnverified   Code = "account unverified"
	CodeAccountTest         Code = "account test"
	// CodeAccountLess (the kind of the settings, the calls that the platform does not allow).
	CodeAccountLess Code = "account less"
	// CodeAccountUnknown (the error).
	CodeAccountUnknown Code = "account unknown"

	// CodeQuotaGood, CodeQuotaLow and CodeQuotaSpent (calls and how many are left of how many).
	CodeQuotaGood  Code = "quota good"
	CodeQuotaLow   Code = "quota low"
	CodeQuotaSpent Code = "quota spent"
	CodeQuotaNone  Code = "quota none"
	// CodeQuotaUnknown (the error).
	CodeQuotaUnknown Code = "quota unknown"

	// CodeModeGood (the mode).
	CodeModeGood  Code = "mode good"
	CodeModePlain Code = "mode plain"
	CodeModeBad   Code = "mode bad"

	CodeAESGood     Code = "aes good"
	CodeAESUnneeded Code = "aes unneeded"
	CodeAESMissing  Code = "aes missing"
	// CodeAESLength (the variable, its number of characters).
	CodeAESLength Code = "aes length"
	// CodeAESLetters (the variable).
	CodeAESLetters Code = "aes letters"

	// CodeServingGood (the address).
	CodeServingGood Code = "serving good"
	// CodeServingNone (the address).
	CodeServingNone Code = "serving none"
	// CodeServingNotReady (the address, what the process says).
	CodeServingNotReady Code = "serving not ready"
	// CodeServingOther (the address): another program answers there.
	CodeServingOther Code = "serving other"
	// CodeServingElsewhere (the address): a process has the data and answers elsewhere.
	CodeServingElsewhere Code = "serving elsewhere"

	// CodeCallbackGood and CodeCallbackBad (the address, the HTTP status).
	CodeCallbackGood Code = "callback good"
	CodeCallbackBad  Code = "callback bad"
	// CodeCallbackLab is a process by a clock of tests.
	CodeCallbackLab Code = "callback lab"
	// CodeCallbackUnknown (the error).
	CodeCallbackUnknown Code = "callback unknown"

	CodePublicNone Code = "public none"
	// CodePublicGood and CodePublicPlain (the address).
	CodePublicGood  Code = "public good"
	CodePublicPlain Code = "public plain"
	// CodePublicOther (the address, the HTTP status).
	CodePublicOther Code = "public other"
	// CodePublicName and CodePublicCertificate (the address, the error).
	CodePublicName        Code = "public name"
	CodePublicCertificate Code = "public certificate"
	// CodePublicUnreachable (the address, the error).
	CodePublicUnreachable Code = "public unreachable"

	CodeZonesGood Code = "zones good"
	// CodeZonesBad (the zone).
	CodeZonesBad Code = "zones bad"

	// CodeFontsGood (a file).
	CodeFontsGood Code = "fonts good"
	CodeFontsNone Code = "fonts none"
)

// Codes lists every code, and with it how many facts it has.
func Codes() map[Code]int {
	out := map[Code]int{}
	for n, codes := range [][]Code{
		{
			CodeFailed, CodeSettingsGood, CodeDatabaseMissing, CodeRedisNone, CodeRedisUntold, CodeRedisReplica, CodeClockUnknown,
			CodeTokenGood, CodeTokenAppID, CodeTokenSecret, CodeTokenFrozen, CodeTokenBanned, CodeTokenConfirm, CodeTokenSpent,
			CodeTokenBusy, CodeSecretsNone, CodeDatabaseCollation,
			CodeAccountService, CodeAccountSubscription, CodeAccountUnverified, CodeAccountTest, CodeQuotaNone, CodeModePlain, CodeModeBad,
			CodeAESGood, CodeAESUnneeded, CodeAESMissing, CodeCallbackLab, CodePublicNone, CodeZonesGood, CodeFontsNone,
		},
		{
			CodeSecretsGood, CodeSecretsOpen,
			CodeSkipped, CodeSlow, CodeSettingsUnknown, CodeCampaignGood, CodeDataGood, CodeDataMissing, CodeDataReadOnly,
			CodeDataNoDirectory, CodeDiskUnknown, CodeDatabaseGood, CodeDatabaseBad, CodeDatabaseDamaged, CodeRedisOld, CodeRedisFull,
			CodeRedisBad, CodeAPIGood, CodeClockGood, CodeClockOff, CodeTokenAddress, CodeTokenRefused, CodeAccountUnknown, CodeQuotaGood,
			CodeQuotaLow, CodeQuotaSpent, CodeQuotaUnknown, CodeModeGood, CodeAESLetters, CodeServingGood, CodeServingNone,
			CodeServingOther, CodeServingElsewhere, CodeCallbackUnknown, CodePublicGood, CodePublicPlain, CodeZonesBad, CodeFontsGood,
		},
		{
			CodeSettingsBad, CodeCampaignUnread, CodeDiskGood, CodeDiskLow, CodeDiskFull, CodeDatabaseOld, CodeDatabaseNew,
			CodeRedisGood, CodeAPIUnreachable, CodeAPIOther, CodeAccountLess, CodeAESLength, CodeServingNotReady, CodeCallbackGood,
			CodeCallbackBad, CodePublicOther, CodePublicName, CodePublicCertificate, CodePublicUnreachable,
		},
		{CodeCampaignBad},
	} {
		for _, c := range codes {
			out[c] = n
		}
	}
	return out
}
