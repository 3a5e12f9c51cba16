using System.Text;
using Portal.Access.TwoFactor;

namespace Portal.Tests.Access.TwoFactor;

public sealed class TotpTests
{
    static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");
    static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    /// <summary>RFC 6238, appendix B: the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Code_IsAsInTheStandard(long seconds, string code) =>
        Assert.Equal(code, Totp.Code(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Match_TakesOneStepOfAClockThatIsOff(int off, bool taken)
    {
        var step = Totp.StepAt(Now) + off;
        Assert.Equal(taken ? step : null, Totp.Match(Secret, Totp.Code(Secret, step), Now, lastStep: 0));
    }

    [Fact]
    public void Match_StepTakenBefore_IsNone()
    {
        var step = Totp.StepAt(Now);
        Assert.Null(Totp.Match(Secret, Totp.Code(Secret, step), Now, lastStep: step));
        Assert.Equal(step + 1, Totp.Match(Secret, Totp.Code(Secret, step + 1), Now, lastStep: step));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("abcdef")]
    [InlineData("１２３４５６")]
    public void Match_NoCode_IsNone(string text) => Assert.Null(Totp.Match(Secret, text, Now, lastStep: 0));

    [Theory]
    [InlineData(10)]
    [InlineData(-30)]
    public void ClockError_CodeOfAnotherTime_IsHowFarItIsOff(int steps) =>
        Assert.Equal(TimeSpan.FromSeconds(steps * 30), Totp.ClockError(Secret, Totp.Code(Secret, Totp.StepAt(Now) + steps), Now));

    [Fact]
    public void ClockError_FartherOff_IsNoExplanation() =>
        Assert.Null(Totp.ClockError(Secret, Totp.Code(Secret, Totp.StepAt(Now) + 31), Now));

    /// <summary>RFC 4648, section 10, without the padding.</summary>
    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base32_IsAsInTheStandard(string text, string encoded)
    {
        Assert.Equal(encoded, Base32.Encode(Encoding.ASCII.GetBytes(text)));
        Assert.Equal(text, Encoding.ASCII.GetString(Base32.Decode(encoded)));
    }

    [Fact]
    public void RecoveryCodes_AreReadAsPeopleTypeThem()
    {
        var code = RecoveryCode.New();
        Assert.Matches("^([a-z2-7]{4}-){3}[a-z2-7]{4}$", code);
        Assert.Equal(RecoveryCode.HashOf(code), RecoveryCode.HashOf($" {code.Replace('-', ' ').ToUpperInvariant()} "));
        Assert.NotEqual(RecoveryCode.HashOf(code), RecoveryCode.HashOf(RecoveryCode.New()));
        Assert.Null(RecoveryCode.HashOf("123456"));
    }
}
