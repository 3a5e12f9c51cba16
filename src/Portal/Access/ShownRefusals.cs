using Microsoft.AspNetCore.Components;
using Portal.Client.Api;
using Portal.Client.Shared;

namespace Portal.Access;

/// <summary>Refusals of pages that are drawn on the server.</summary>
internal sealed class ShownRefusals(CallContext context, NavigationManager navigation, Refusals refusals) : IShownRefusals
{
    public Task<ApiError> Record(ApiError error) =>
        refusals.Record(context.ToSubject(), error, "request", $"GET {new Uri(navigation.Uri).AbsolutePath}");
}
