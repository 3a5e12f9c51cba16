using Portal.Safety.Detection;

namespace Portal.Tests.Safety.Detection;

public sealed class PhraseDetectorTests
{
    [Theory]
    [InlineData("the Project  Falcon\nlaunch", "Project  Falcon")]
    [InlineData("PROJECT FALCON", "PROJECT FALCON")]
    [InlineData("ＰＲＯＪＥＣＴ falcon", "ＰＲＯＪＥＣＴ falcon")]
    [InlineData("pr\u200Boject fаlcon", "pr\u200Boject fаlcon")]
    [InlineData("project falcons", null)]
    [InlineData("myproject falcon", null)]
    [InlineData("C++ is", "C++")]
    [InlineData("я знаю ПРОЕКТ СОКОЛ.", "ПРОЕКТ СОКОЛ")]
    [InlineData("我的机密文件", "机密")]
    public void Phrase_IsFoundAtWordBorders(string text, string? expected)
    {
        var scanner = new Scanner([new PhraseDetector(["project falcon", "c++", " проект  сокол ", "机密", ""])]);
        Assert.Equal(expected, scanner.Scan(text).Select(found => text[found.Start..found.End]).FirstOrDefault());
    }

    [Fact]
    public void LongestPhrase_Counts() =>
        Assert.Equal((0, 14), new Scanner([new PhraseDetector(["project", "project falcon", "falcon nine"])]).Scan("project falcon nine") is [var found] ? (found.Start, found.End) : default);

    [Fact]
    public void PhraseTooLong_IsRefused() => Assert.Throws<ArgumentException>(() => new PhraseDetector([new string('a', 201)]));
}
