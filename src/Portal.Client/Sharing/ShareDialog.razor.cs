using System.Globalization;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Portal.Client.Api;

namespace Portal.Client.Sharing;

public sealed partial class ShareDialog
{
    const int PageSize = 50;

    static readonly DialogOptions Options = new() { MaxWidth = MaxWidth.Small, FullWidth = true, CloseOnEscapeKey = true };

    List<ThreadShare>? links;
    ThreadShare? made;
    ApiError? error;
    string? days;
    bool open;
    bool hasMore;

    [Parameter, EditorRequired]
    public string ThreadId { get; set; } = "";

    public Task Open()
    {
        (open, links, made, error, days) = (true, null, null, null, "0");
        StateHasChanged();
        return More();
    }

    async Task More()
    {
        var page = await Service.List(ThreadId, new(PageSize, After: links?.LastOrDefault()?.Id), CancellationToken.None);
        error = page.Error;
        if (page.IsSuccess)
        {
            links = [.. links ?? [], .. page.Value.Data];
            hasMore = page.Value.HasMore;
        }

        StateHasChanged();
    }

    async Task Create()
    {
        var lasts = int.Parse(days!, CultureInfo.InvariantCulture);
        long? end = lasts == 0 ? null : Time.GetUtcNow().AddDays(lasts).ToUnixTimeSeconds();
        var answer = await Service.Create(ThreadId, new() { ExpiresAt = end }, CancellationToken.None);
        error = answer.Error;
        if (!answer.IsSuccess) return;
        made = answer.Value;
        links = [made, .. links ?? []];
    }

    async Task Revoke(ThreadShare link)
    {
        var answer = await Service.Revoke(ThreadId, link.Id, CancellationToken.None);
        // One that somebody else has revoked meanwhile is gone as well.
        error = answer.Error is { Status: 404 } ? null : answer.Error;
        if (error is not null) return;
        links!.Remove(link);
        if (made?.Id == link.Id) made = null;
    }
}
