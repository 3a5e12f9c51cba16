using System.Reflection;
using System.Resources;
using System.Text.RegularExpressions;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Desk;
using Portal.Client.Desk.Resources;
using Portal.Client.Layout;
using Portal.Client.Threads;
using Portal.Client.Threads.Listing;
using Portal.Client.Threads.Resources;

namespace Portal.Client.Tests.Threads;

public sealed partial class ThreadWordsTests : BunitContext
{
    public ThreadWordsTests() => Services.AddPages();

    ThreadWords Words => Services.GetRequiredService<ThreadWords>();

    [Fact]
    public void Texts_ComeFromTheResourceFile()
    {
        Assert.Equal("Jump to latest", Words["JumpToLatest"]);
        Assert.Equal("2 of 3", Words.Format("VersionOf", 2, 3));
        Assert.Equal("in progress", Words.Of(MessageStatus.InProgress));
    }

    [Fact]
    public void Counts_TakeTheFormOfTheirNumber()
    {
        Assert.Equal("1 message", Words.Count("Messages", 1));
        Assert.Equal("1,200 messages", Words.Count("Messages", 1200));
    }

    [Theory]
    [InlineData("en", 1, "one")]
    [InlineData("en", 0, "other")]
    [InlineData("fr", 0, "one")]
    [InlineData("pl", 2, "few")]
    [InlineData("pl", 12, "many")]
    [InlineData("pl", 22, "few")]
    [InlineData("ru", 21, "one")]
    [InlineData("ru", 11, "many")]
    [InlineData("ar", 0, "zero")]
    [InlineData("ar", 2, "two")]
    [InlineData("ar", 5, "few")]
    [InlineData("ar", 111, "many")]
    [InlineData("ar", 100, "other")]
    [InlineData("ja", 1, "other")]
    public void PluralForm_FollowsTheLanguage(string language, long count, string expected) => Assert.Equal(expected, PluralForm.Of(language, count));

    /// <summary>A name that the file does not hold would be shown as it is.</summary>
    [Fact]
    public void EveryTextThatComponentsName_IsThere()
    {
        var (threads, composer, desk) = (Names(typeof(ThreadTexts)), Names(typeof(ComposerTexts)), Names(typeof(DeskTexts)));
        var folders = new[] { "Threads", "Desk" }.Select(name => Path.Combine(Root(), "src", "Portal.Client", name));
        var components = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .GroupBy(file => Path.Combine(Path.GetDirectoryName(file)!, Path.GetFileName(file).Split('.')[0]), File.ReadAllText).Select(files => string.Concat(files));
        List<string> used = [];
        List<string> missing = [];
        foreach (var text in components)
        {
            var names = text.Contains("DeskWords", StringComparison.Ordinal) ? desk : text.Contains("ComposerWords", StringComparison.Ordinal) ? composer : threads;
            var here = Uses().Matches(text).Select(use => use.Groups["name"].Value).ToList();
            used.AddRange(here);
            missing.AddRange(here.Where(name => !names.Contains(name) && !names.Contains($"{name}.other")));
        }

        Assert.True(used.Count > 80);
        Assert.Empty(missing);
        foreach (var type in new[] { typeof(MessageStatus), typeof(UsageAccuracy) })
            Assert.All(Enum.GetNames(type), value => Assert.Contains($"{type.Name}.{value}", threads));
        foreach (var type in new[] { typeof(ThreadListView), typeof(ThreadStatus), typeof(WaitingFor), typeof(PresenceState), typeof(ThreadAction), typeof(AttentionReason) })
            Assert.All(Enum.GetNames(type), value => Assert.Contains($"{type.Name}.{value}", desk));
    }

    static HashSet<string> Names(Type texts) =>
        [.. new ResourceManager(texts).GetResourceSet(System.Globalization.CultureInfo.InvariantCulture, true, true)!.Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key)];

    static string Root()
    {
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!;
        while (!File.Exists(Path.Combine(folder, "Portal.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex("""[Ww]ords(\[|\.Format\(|\.Count\()"(?<name>[A-Za-z.]+)"(?=[\],)])""")]
    private static partial Regex Uses();
}
