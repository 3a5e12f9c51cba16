using Bunit;
using Portal.Client.Shared;

namespace Portal.Client.Tests.Shared;

public sealed class TextTests : PageTest
{
    [Theory]
    [InlineData(0, "just now")]
    [InlineData(61, "1 min ago")]
    [InlineData(7_200, "2 h ago")]
    [InlineData(86_400 * 3, "3 d ago")]
    [InlineData(86_400 * 40, "14 Oct 2026")]
    [InlineData(-7_200, "in 2 h")]
    public void Time_IsRelative_AndExactOnHover(long secondsAgo, string shown)
    {
        var at = Clock.GetUtcNow().ToUnixTimeSeconds() - secondsAgo;

        var time = Render<TimeText>(text => text.Add(of => of.At, at)).Find("time");

        Assert.Equal(shown, time.TextContent);
        var moment = DateTimeOffset.FromUnixTimeSeconds(at);
        Assert.Equal($"{moment:yyyy-MM-dd HH:mm:ss} UTC", time.GetAttribute("title"));
        Assert.Equal(moment, DateTimeOffset.Parse(time.GetAttribute("datetime")!));
    }

    [Theory]
    [InlineData(null, "Asia/Kathmandu", 0, "just now", "2026-11-23 17:45:00 UTC+05:45")]
    [InlineData("de", "Europe/Berlin", 7_200, "vor 2 Std.", "23. Nov. 2026, 11:00:00 UTC+01:00")]
    [InlineData("de", "Europe/Berlin", 86_400 * 60, "24. Sept. 2026", "24. Sept. 2026, 14:00:00 UTC+02:00")]
    [InlineData("en-US", "America/New_York", 86_400 * 40, "Oct 14, 2026", "Oct 14, 2026, 8:00:00 AM UTC-04:00")]
    [InlineData("iso", "UTC", 86_400 * 40, "2026-10-14", "2026-10-14, 12:00:00 UTC")]
    [InlineData("fr", "Nowhere/Nothing", -7_200, "dans 2 h", "23 nov. 2026, 14:00:00 UTC")]
    public void Time_IsInTheReadersZoneAndLanguage(string? locale, string zone, long secondsAgo, string shown, string exact)
    {
        var at = Clock.GetUtcNow().ToUnixTimeSeconds() - secondsAgo;

        var time = Draw<TimeText>(Owner with { TimeZone = zone, Locale = locale }, text => text.Add(of => of.At, at)).Find("time");

        Assert.Equal((shown, exact), (time.TextContent, time.GetAttribute("title")));
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(at), DateTimeOffset.Parse(time.GetAttribute("datetime")!));
    }

    [Fact]
    public void DateLanguages_EachHaveTheirTwelveMonths() =>
        Assert.All(DateLanguage.All, language => Assert.Equal(12, language.Months.Distinct().Count()));

    [Theory]
    [InlineData("0", "$0")]
    [InlineData("0.00042", "$0.00042")]
    [InlineData("0.0123456", "$0.012")]
    [InlineData("12.5", "$12.50")]
    [InlineData("12437.5", "$12,437.50")]
    [InlineData("0.000000004", "< $0.000001")]
    public void Money_IsNeverRoundedToNothing(string dollars, string shown)
    {
        var money = Render<MoneyText>(text => text.Add(of => of.Dollars, decimal.Parse(dollars))).Find("span");

        Assert.Equal(shown, money.TextContent);
        Assert.EndsWith("(US dollars)", money.GetAttribute("title"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9_999, "9,999")]
    [InlineData(12_437, "12.4 k")]
    [InlineData(3_210_000, "3.21 M")]
    public void Count_IsShort_AndExactOnHover(long value, string shown)
    {
        var count = Render<CountText>(text => text.Add(of => of.Value, value).Add(of => of.Unit, "tokens")).Find("span");

        Assert.Equal(shown, count.TextContent);
        Assert.Equal($"{value:N0} tokens", count.GetAttribute("title"));
    }

    [Fact]
    public void Id_IsShortened_AndCopiedWhole()
    {
        const string id = "proj_01j9x2abcdefghjkmnpqrs8qk3";
        JSInterop.Setup<bool>("portalCopy", id).SetResult(true);
        var text = Render<IdText>(of => of.Add(shown => shown.Id, id));
        Assert.Equal("Copy proj_01j9…8qk3", text.Find("button").TextContent.Trim());
        Assert.Equal(id, text.Find("button").GetAttribute("title"));

        text.Find("button").Click();

        Assert.Equal("Copied proj_01j9…8qk3", text.Find("button").TextContent.Trim());
    }

    [Theory]
    [InlineData(Tone.Good)]
    [InlineData(Tone.Warning)]
    [InlineData(Tone.Bad)]
    [InlineData(Tone.Neutral)]
    public void Status_HasAnIconAndAWord(Tone tone)
    {
        var chip = Render<StatusChip>(of => of.Add(shown => shown.Text, "Paused").Add(shown => shown.Tone, tone));

        Assert.Equal("Paused", chip.Find(".chip").TextContent.Trim());
        Assert.NotNull(chip.Find(".chip svg"));
    }

    [Fact]
    public void Failure_SaysWhatHappened_AndTriesAgain()
    {
        var tries = 0;
        var state = Render<ErrorState>(of => of
            .Add(shown => shown.Error, Refused with { RequestId = "req_7" })
            .Add(shown => shown.Retry, () => tries++));

        Assert.Contains("Portal could not be reached.", state.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("req_7", state.Markup, StringComparison.Ordinal);
        state.FindAll("button").Single(button => button.TextContent.Contains("Try again", StringComparison.Ordinal)).Click();

        Assert.Equal(1, tries);
    }
}
