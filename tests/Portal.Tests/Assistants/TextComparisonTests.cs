using CsCheck;
using Portal.Assistants;
using Portal.Client.Assistants;

namespace Portal.Tests.Assistants;

public sealed class TextComparisonTests
{
    [Fact]
    public void Between_AnyTwoTexts_LosesNothing()
    {
        string[] parts = ["a", "bb", " ", "\n", "\r\n", ".", "ß", "😀", "word ", "line\n"];
        var text = Gen.Int[0, parts.Length - 1].Array[0, 40].Select(chosen => string.Concat(chosen.Select(index => parts[index])));
        Gen.Select(text, text).Sample((before, after) =>
        {
            var pieces = TextComparison.Between(before, after);
            Assert.Equal(before, string.Concat(pieces.Where(piece => piece.Change is not PieceChange.Added).Select(piece => piece.Text)));
            Assert.Equal(after, string.Concat(pieces.Where(piece => piece.Change is not PieceChange.Removed).Select(piece => piece.Text)));
            Assert.All(pieces.Zip(pieces.Skip(1)), pair => Assert.NotEqual(pair.First.Change, pair.Second.Change));
        });
    }

    [Fact]
    public void Between_LongTexts_FindsTheOneWord()
    {
        var lines = Enumerable.Range(0, 5_000).Select(number => $"Line {number} says something.\n").ToArray();
        var before = string.Concat(lines);
        lines[2_500] = "Line 2500 says nothing.\n";
        var changed = TextComparison.Between(before, string.Concat(lines)).Where(piece => piece.Change is not PieceChange.Same);
        Assert.Equal([("something", PieceChange.Removed), ("nothing", PieceChange.Added)], changed.Select(piece => (piece.Text, piece.Change)));
    }

    [Fact]
    public void Between_LargeTextsWithNothingInCommon_IsTheOneThenTheOther()
    {
        var (before, after) = (string.Concat(Enumerable.Range(0, 60_000).Select(number => $"{number}\n")), string.Concat(Enumerable.Range(0, 30_000).Select(number => $"x{number} ")));
        Assert.Equal([PieceChange.Removed, PieceChange.Added], TextComparison.Between(before, after).Select(piece => piece.Change));
    }

    [Fact]
    public void Comparison_OfTools_GoesByName_NotByPlace()
    {
        var (one, two) = (Function("one", """{"type":"object"}"""), Function("two", null));
        var before = new AssistantInput { Name = "A", Model = "m", Tools = [one, two], Metadata = new Dictionary<string, string> { ["team"] = "x" } };
        var after = before with
        {
            Tools = [two, one with { Function = one.Function! with { Parameters = System.Text.Json.JsonElement.Parse("""{"type":"object","required":[]}""") } }, new AssistantTool { Type = "code_interpreter" }],
            Metadata = new Dictionary<string, string>(),
        };
        Assert.Equal(["tools.one.parameters", "tools.code_interpreter", "metadata.team"], Comparison.Between(before, after).Fields.Select(field => field.Field));
    }

    static AssistantTool Function(string name, string? parameters) => new()
    {
        Type = "function",
        Function = new FunctionTool { Name = name, Parameters = parameters is null ? null : System.Text.Json.JsonElement.Parse(parameters) },
    };
}
