using System.Text;
using Portal.Client.Policies;
using Portal.Models.Gateway;
using Portal.Policies;
using Portal.Safety.Detection;
using Portal.Safety.Privacy;

namespace Portal.Safety.Screening;

/// <summary>
/// A reply that is screened while it comes: text and reasoning piece by piece, the arguments of each tool call when they are
/// there to their end.
/// </summary>
internal sealed class ReplyScreen
{
    readonly ActivePolicy policy;
    readonly Pseudonyms? names;
    readonly LeakScreen? leaks;
    readonly StreamScreen text, reasoning;
    readonly PseudonymReader? textNames, reasoningNames;
    readonly SortedDictionary<int, (ModelChunk.ToolCallDelta First, StringBuilder Arguments)> calls = [];
    readonly StringBuilder written = new();
    readonly List<DirectedHit> hits = [];

    /// <param name="names">The pseudonyms under which the model knows personal data; null where it was told as it is.</param>
    public ReplyScreen(ActivePolicy policy, string instructions, Pseudonyms? names)
    {
        (this.policy, this.names) = (policy, names);
        if (instructions.Length > 0 && policy.Rules.Any(rule => rule.Rule.Type == "instruction_leak")) leaks = new(instructions);
        var output = policy.Of(PolicyDirection.Output);
        (text, reasoning) = (output.Begin(leaks), output.Begin(leaks, isWhole: false));
        (textNames, reasoningNames) = (names?.Read(), names?.Read());
    }

    /// <summary>Why nothing more goes on; null while it does.</summary>
    public RuleHit? Stop { get; private set; }

    /// <summary>All that the model has written, shown or not: it is paid for.</summary>
    public string Written => written.ToString();

    public IReadOnlyList<ModelChunk> Take(ModelChunk chunk)
    {
        switch (chunk)
        {
            case ModelChunk.TextDelta piece:
                written.Append(piece.Text);
                return Text(text.Push(textNames?.Push(piece.Text) ?? piece.Text));
            case ModelChunk.ReasoningDelta piece:
                written.Append(piece.Text);
                return Reasoning(reasoning.Push(reasoningNames?.Push(piece.Text) ?? piece.Text));
            case ModelChunk.ToolCallDelta piece:
                written.Append(piece.ArgumentsDelta);
                if (!calls.TryGetValue(piece.Index, out var call)) calls[piece.Index] = call = (piece, new());
                call.Arguments.Append(piece.ArgumentsDelta);
                return [];
            default:
                return [chunk];
        }
    }

    /// <summary>What was held back.</summary>
    public IReadOnlyList<ModelChunk> Finish()
    {
        List<ModelChunk> rest = [.. Reasoning(Joined(reasoning, reasoningNames)), .. Text(Joined(text, textNames))];
        foreach (var (index, (first, arguments)) in calls)
        {
            if (Stop is not null) break;
            var screened = policy.Of(PolicyDirection.ToolInput).Read(names?.Reveal(arguments.ToString()) ?? arguments.ToString(), leaks);
            hits.AddRange(screened.Hits.Select(hit => new DirectedHit(PolicyDirection.ToolInput, hit)));
            Stop = screened.Hits.Where(hit => hit.Action >= PolicyAction.Ask).MaxBy(hit => hit.Action);
            if (Stop is null) rest.Add(new ModelChunk.ToolCallDelta(index, first.Id, first.Name, screened.Text));
        }

        return rest;
    }

    /// <summary>What was found since the last time.</summary>
    public IReadOnlyList<DirectedHit> TakeHits()
    {
        DirectedHit[] taken = [.. hits];
        hits.Clear();
        return taken;
    }

    static Released Joined(StreamScreen screen, PseudonymReader? names)
    {
        var held = screen.Push(names?.Finish() ?? "");
        var rest = screen.Finish();
        return new(held.Text + rest.Text, [.. held.Hits, .. rest.Hits], rest.Stop);
    }

    IReadOnlyList<ModelChunk> Text(Released released) => Note(released) ? [new ModelChunk.TextDelta(released.Text)] : [];

    IReadOnlyList<ModelChunk> Reasoning(Released released) => Note(released) ? [new ModelChunk.ReasoningDelta(released.Text)] : [];

    bool Note(Released released)
    {
        hits.AddRange(released.Hits.Select(hit => new DirectedHit(PolicyDirection.Output, hit)));
        Stop ??= released.Stop;
        return released.Text.Length > 0;
    }
}
