using System.Text;
using Microsoft.Extensions.AI;
using Portal.Models.Gateway;

namespace Portal.Models.Responder;

/// <summary>What the responder says or calls, and the steps it took to decide that.</summary>
internal sealed record ResponderAnswer(IReadOnlyList<string> Steps, string Text, IReadOnlyList<FoundCall> Calls)
{
    const int MostQuotes = 3;
    const int MostNewLines = 12;
    const string WhoAnswers = "I am Portal's built-in responder, not an AI model: I only quote what stands in tool outputs of this conversation";

    /// <summary>The same conversation always gets the same answer.</summary>
    public static ResponderAnswer To(IReadOnlyList<ChatMessage> conversation, IReadOnlyList<FunctionTool> tools, IEnumerable<IPassageSource> sources)
    {
        var question = conversation.LastOrDefault(message => message.Role == ChatRole.User)?.Text ?? "";
        var passages = sources.SelectMany(source => source.Find(conversation)).ToList();
        if (passages.Exists(passage => passage.IsNew)) return QuoteNew([.. passages.Where(passage => passage.IsNew)], question);

        var steps = new List<string> { $"I read the last message ({question.Length} characters) and know {Count(tools.Count, "function")}." };
        var (commanded, problem) = CallFinder.Commanded(question, tools);
        if (problem is not null) return new([.. steps, "It asks for a call that cannot be made."], problem, []);
        if (commanded.Count > 0) return new([.. steps, $"It asks for {Count(commanded.Count, "call")} with /call."], "", commanded);
        if (CallFinder.Named(question, tools) is { } named)
            return new([.. steps, $"It names {named.Name} with everything that it requires."], "", [named]);
        steps.Add("It asks for no call.");
        return Quote(passages, question, steps);
    }

    static ResponderAnswer Quote(List<Passage> passages, string question, List<string> steps)
    {
        var sentences = passages.SelectMany(passage => Sentences.Split(passage.Text).Select(text => (passage.Source, Text: text))).Distinct().ToList();
        var scores = Sentences.Score([.. sentences.Select(sentence => sentence.Text)], question);
        var best = Enumerable.Range(0, sentences.Count).Where(index => scores[index] > 0)
            .OrderByDescending(index => scores[index]).ThenBy(index => index).Take(MostQuotes).Order().Select(index => sentences[index]).ToList();
        steps.Add($"I compared it with {Count(sentences.Count, "sentence")} of {Count(passages.Count, "passage")}: {best.Count} match.");
        if (best.Count > 0) return new(steps, $"{WhoAnswers}. Nearest to your question:\n\n{Cite(best)}", []);

        var asked = question.Length <= 200 ? question : string.Concat(question.AsSpan(0, char.IsHighSurrogate(question[199]) ? 199 : 200), "…");
        var nothing = passages.Count == 0 ? "there is nothing to quote yet" : "nothing there has a word in common with your message";
        return new(steps, $"You wrote: “{asked}”\n\n{WhoAnswers}, and {nothing}. An administrator can route this model to a real one under Providers.", []);
    }

    static ResponderAnswer QuoteNew(IReadOnlyList<Passage> outputs, string question)
    {
        var steps = new List<string> { $"{Count(outputs.Count, "tool output")} came in." };
        var lines = new List<(string Source, string Text)>();
        foreach (var output in outputs)
        {
            var sentences = Sentences.Split(output.Text);
            var scores = Sentences.Score(sentences, question);
            var kept = Enumerable.Range(0, sentences.Count)
                .OrderByDescending(index => scores[index]).ThenBy(index => index).Take(MostNewLines).Order().ToList();
            steps.Add($"I quote {kept.Count} of {Count(sentences.Count, "sentence")} of {output.Source}.");
            lines.AddRange(kept.Count == 0 ? [(output.Source, "(empty)")] : kept.Select(index => (output.Source, sentences[index])));
        }

        return new(steps, $"I am Portal's built-in responder, not an AI model. {(outputs.Count == 1 ? "The tool answered" : "The tools answered")}:\n\n{Cite(lines)}", []);
    }

    /// <summary>Quotes, each with the number of its source, and the sources below.</summary>
    static string Cite(List<(string Source, string Text)> quotes)
    {
        var sources = quotes.Select(quote => quote.Source).Distinct().ToList();
        var text = new StringBuilder();
        foreach (var quote in quotes) text.Append($"> {quote.Text} [{sources.IndexOf(quote.Source) + 1}]\n>\n");
        text.Length -= 2;
        for (var index = 0; index < sources.Count; index++) text.Append($"\n[{index + 1}] {sources[index]}");
        return text.ToString();
    }

    static string Count(int number, string thing) => $"{number} {thing}{(number == 1 ? "" : "s")}";
}
