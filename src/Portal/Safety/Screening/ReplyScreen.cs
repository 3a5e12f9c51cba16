using System.Text;
using Portal.Api;
using Portal.Approvals;
using Portal.Client.Policies;
using Portal.Client.Threads;
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
    readonly StringBuilder said = new();
    readonly StringBuilder thought = new();
    readonly List<DirectedHit> hits = [];
    List<ModelChunk.ToolCallDelta>? called;
    Moderations? moderations;

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

    /// <summary>What a person must see before any more goes on; the model is heard to its end.</summary>
    public DirectedHit? Asks { get; private set; }

    /// <summary>All that the model has written, shown or not: it is paid for.</summary>
    public string Written => written.ToString();

    public IReadOnlyList<ModelChunk> Take(ModelChunk chunk)
    {
        switch (chunk)
        {
            case ModelChunk.TextDelta piece:
                written.Append(piece.Text);
                return Text(Say(textNames?.Push(piece.Text) ?? piece.Text));
            case ModelChunk.ReasoningDelta piece:
                written.Append(piece.Text);
                return Reasoning(Think(reasoningNames?.Push(piece.Text) ?? piece.Text));
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
    /// <param name="moderate">Has whole texts judged.</param>
    public async Task<IReadOnlyList<ModelChunk>> Finish(Func<IEnumerable<string>, Task<Moderations>> moderate)
    {
        var (thoughtLast, saidLast) = (Think(reasoningNames?.Finish() ?? ""), Say(textNames?.Finish() ?? ""));
        if (policy.Of(PolicyDirection.Output).Moderating.Any()) moderations = await moderate([thought.ToString(), said.ToString()]);
        List<ModelChunk> rest = [.. Reasoning(Joined(thoughtLast, reasoning.Finish(moderations))), .. Text(Joined(saidLast, text.Finish(moderations)))];
        var called = Called();
        if (Stop is null && Asks is null) rest.AddRange(called);
        return rest;
    }

    /// <summary>What a person is asked to approve, once all of the reply is there; null where it is refused after all.</summary>
    public AskedApproval? Approval()
    {
        var content = Asks!.Direction is PolicyDirection.Output ? policy.Of(PolicyDirection.Output, rule => rule.Action is PolicyAction.Ask).Read(said.ToString(), leaks, moderations) : null;
        Stop ??= content?.Hits.Where(hit => hit.Action is PolicyAction.Block).FirstOrDefault();
        return Stop is not null ? null : new(Asks.Hit.Rule, Asks.Direction, content?.Text, [.. Called().Select(call => new ToolCall(Ids.New("call"), "function", new(call.Name ?? "", call.ArgumentsDelta ?? "")))]);
    }

    /// <summary>What was found since the last time.</summary>
    public IReadOnlyList<DirectedHit> TakeHits()
    {
        DirectedHit[] taken = [.. hits];
        hits.Clear();
        return taken;
    }

    /// <summary>The calls as the rules leave them; none after one that is refused.</summary>
    List<ModelChunk.ToolCallDelta> Called()
    {
        if (called is not null) return called;
        called = [];
        foreach (var (index, (first, arguments)) in calls)
        {
            if (Stop is not null) break;
            var revealed = names?.Reveal(arguments.ToString()) ?? arguments.ToString();
            var screened = policy.Of(PolicyDirection.ToolInput).Read(revealed, leaks);
            hits.AddRange(screened.Hits.Select(hit => new DirectedHit(PolicyDirection.ToolInput, hit)));
            if (screened.Decision is PolicyAction.Ask)
            {
                Asks ??= new(PolicyDirection.ToolInput, screened.Hits.First(hit => hit.Action is PolicyAction.Ask));
                screened = policy.Of(PolicyDirection.ToolInput, rule => rule.Action is PolicyAction.Ask).Read(revealed, leaks);
            }

            Stop = screened.Hits.FirstOrDefault(hit => hit.Action is PolicyAction.Block);
            if (Stop is null) called.Add(new ModelChunk.ToolCallDelta(index, first.Id, first.Name, screened.Text));
        }

        return called;
    }

    Released Say(string piece)
    {
        said.Append(piece);
        return text.Push(piece);
    }

    Released Think(string piece)
    {
        thought.Append(piece);
        return reasoning.Push(piece);
    }

    static Released Joined(Released held, Released rest) => new(held.Text + rest.Text, [.. held.Hits, .. rest.Hits], rest.Stop);

    IReadOnlyList<ModelChunk> Text(Released released) => Note(released) ? [new ModelChunk.TextDelta(released.Text)] : [];

    IReadOnlyList<ModelChunk> Reasoning(Released released) => Note(released) ? [new ModelChunk.ReasoningDelta(released.Text)] : [];

    bool Note(Released released)
    {
        hits.AddRange(released.Hits.Select(hit => new DirectedHit(PolicyDirection.Output, hit)));
        if (released.Stop is { Action: PolicyAction.Ask } asks) Asks ??= new(PolicyDirection.Output, asks);
        else Stop ??= released.Stop;
        return released.Text.Length > 0;
    }
}
