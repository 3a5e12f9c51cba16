using Portal.Client.Api;
using Portal.Client.Handling;
using Portal.Client.Shared;
using Portal.Client.Threads.Composing;

namespace Portal.Client.CannedReplies;

/// <summary>The project's canned replies in the composer's slash menu, with what the thread knows filled in.</summary>
sealed class CannedCommands(ICannedRepliesService service, HandlingWords words, TimeProvider time) : IComposerCommands
{
    const int PageSize = 100;

    /// <summary>As many as a project can have.</summary>
    const int MostPages = 10;

    public async ValueTask<IReadOnlyList<ComposerEntry>> List(ComposerContext context, CancellationToken cancellation)
    {
        List<ComposerEntry> entries = [];
        string? last = null;
        for (var page = 0; page < MostPages; page++)
        {
            // Without an answer the menu offers what else there is.
            var read = await service.List(context.Session.Thread.ProjectId, CannedReplyOrder.Name, new(PageSize, Ascending: true, After: last), cancellation);
            if (!read.IsSuccess) return entries;
            entries.AddRange(read.Value.Data.Select(reply => new ComposerEntry(reply.Name, reply.Title, words["CannedGroup"], _ => Choose(reply, context), reply.Text)));
            last = read.Value.LastId;
            if (!read.Value.HasMore) break;
        }

        return entries;
    }

    Task<ComposerOutcome> Choose(CannedReply reply, ComposerContext context)
    {
        var filled = CannedReplyText.Fill(reply.Text, CannedReplyValues.Of(context.Session.Thread, context.Viewer?.Name, Today(context)));
        var error = filled.Unknown.Count == 0 ? null : ApiError.Invalid(words.Format("NothingStands", string.Join(", ", filled.Unknown)));
        return Task.FromResult(new ComposerOutcome(filled.Text, error));
    }

    string Today(ComposerContext context)
    {
        var zone = context.Viewer?.TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var found) ? found : TimeZoneInfo.Utc;
        return DateLanguage.Of(context.Viewer?.Locale).DayOf(TimeZoneInfo.ConvertTime(time.GetUtcNow(), zone));
    }
}
