using Microsoft.AspNetCore.Components;
using Portal.Client.Access;
using Portal.Client.Assistants;
using Portal.Client.Handling;

namespace Portal.Client.Threads.Inspect;

/// <summary>What is kept about the thread, and its metadata to change.</summary>
public sealed partial class InspectDetails
{
    List<MetadataPair> pairs = [];
    IReadOnlyDictionary<string, string>? shown;
    string? failure;
    string? note;

    [Parameter, EditorRequired]
    public ChatThread Thread { get; set; } = null!;

    [Parameter]
    public AssistantLine? Assistant { get; set; }

    [Parameter]
    public EventCallback<ChatThread> Saved { get; set; }

    [CascadingParameter]
    public TeamSession? Team { get; set; }

    [CascadingParameter]
    public Session? Viewer { get; set; }

    [Inject]
    IThreadsService Threads { get; set; } = null!;

    bool ReadOnly => !Viewer.MayChat(Thread.ProjectId) || !RendererInfo.IsInteractive;

    /// <summary>What is being typed stays when somebody else changes the thread.</summary>
    protected override void OnParametersSet()
    {
        if (shown is null || !MetadataPair.Differ(pairs, shown)) Fill();
    }

    void Fill()
    {
        shown = Thread.Metadata;
        if (MetadataPair.Differ(pairs, shown)) pairs = [.. shown.Select(pair => new MetadataPair { Key = pair.Key, Value = pair.Value })];
    }

    void Add() => pairs.Add(new());

    void Remove(MetadataPair pair) => pairs.Remove(pair);

    async Task Save()
    {
        (failure, note) = (null, null);
        if (!MetadataPair.Check(pairs)) return;
        if (pairs.Count > MetadataPair.Most)
        {
            failure = Words["PairsMost"];
            return;
        }

        // As it is now, so that what others have changed meanwhile stays.
        var read = await Threads.Get(Thread.Id, CancellationToken.None);
        var saved = read.IsSuccess ? await Threads.Update(Thread.Id, InputOf(read.Value), CancellationToken.None) : read;
        if (!saved.IsSuccess)
        {
            failure = saved.Error.Message;
            return;
        }

        shown = saved.Value.Metadata;
        note = Words["Saved"];
        await Saved.InvokeAsync(saved.Value);
    }

    ThreadInput InputOf(ChatThread now) => new()
    {
        AssistantId = now.AssistantId,
        Title = now.Title,
        Status = now.Status,
        AssigneeId = now.AssigneeId,
        Metadata = pairs.ToDictionary(pair => pair.Key.Trim(), pair => pair.Value),
    };

    string Typed(ChangeEventArgs typed)
    {
        note = null;
        return (string?)typed.Value ?? "";
    }
}

/// <summary>One pair while it is being written.</summary>
sealed class MetadataPair
{
    public const int Most = 16;
    const int LongestKey = 64;
    const int LongestValue = 512;

    public string Key { get; set; } = "";

    public string Value { get; set; } = "";

    /// <summary>The word of the text that says what is wrong.</summary>
    public string? KeyError { get; private set; }

    public string? ValueError { get; private set; }

    public static bool Check(IReadOnlyList<MetadataPair> pairs)
    {
        HashSet<string> keys = [];
        foreach (var pair in pairs)
        {
            var key = pair.Key.Trim();
            pair.KeyError = key.Length switch { 0 => "KeyEmpty", > LongestKey => "KeyLong", _ => keys.Add(key) ? null : "KeyTwice" };
            pair.ValueError = pair.Value.Length > LongestValue ? "ValueLong" : null;
        }

        return pairs.All(pair => pair.KeyError is null && pair.ValueError is null);
    }

    public static bool Differ(List<MetadataPair> pairs, IReadOnlyDictionary<string, string> kept) =>
        pairs.Count != kept.Count || pairs.Exists(pair => !kept.TryGetValue(pair.Key, out var value) || value != pair.Value);
}
