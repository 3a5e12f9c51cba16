using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Access;
using Portal.Client.AccessReview;
using Portal.Client.Api;
using Portal.Client.Audit;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.AccessReview;

public sealed class WhoCanSeeTests : PageTest, IAccessReviewService
{
    ApiError? failure;

    protected override void Register(IServiceCollection services) => services.AddSingleton<IAccessReviewService>(this);

    Task<Result<ListPage<ObjectAccess>>> IAccessReviewService.List(string objectId, ListQuery query, CancellationToken cancellation)
    {
        if (failure is not null) return Task.FromResult<Result<ListPage<ObjectAccess>>>(failure);
        var isFirst = query.After is null;
        ObjectAccess shown = isFirst
            ? new("user_1", ActorType.User, "Ada", "ada@example.test", "membership", ["see", "write"], $"A member who may see {objectId}.")
            : new("key_1", ActorType.Key, "Importer", null, "project_key", ["see"], "A key of the project.");
        return Task.FromResult<Result<ListPage<ObjectAccess>>>(new ListPage<ObjectAccess>([shown], shown.Id, shown.Id, HasMore: isFirst));
    }

    [Fact]
    public void Open_ListsWhoAndWhy_AndMoreOnAsking()
    {
        var dialogs = DrawDialogs();
        DrawButton(Owner).Find("button").Click();

        dialogs.WaitForAssertion(() => Assert.Contains("A member who may see thread_1.", dialogs.Markup, StringComparison.Ordinal));
        Assert.Contains("see and write", dialogs.Markup, StringComparison.Ordinal);
        dialogs.FindAll("button").Single(button => button.TextContent.Contains("Show more", StringComparison.Ordinal)).Click();

        dialogs.WaitForAssertion(() => Assert.Contains("Importer", dialogs.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain("Show more", dialogs.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Button_IsForThoseWhoManageTheProject() => Assert.Empty(DrawButton(Viewer).FindAll("button"));

    [Fact]
    public void Open_WhatCannotBeRead_SaysWhy()
    {
        failure = Refused;
        var dialogs = DrawDialogs();

        DrawButton(Owner).Find("button").Click();

        dialogs.WaitForAssertion(() => Assert.Contains(Refused.Message, dialogs.Markup, StringComparison.Ordinal));
    }

    IRenderedComponent<WhoCanSee> DrawButton(Session session) => Draw<WhoCanSee>(session, of => of
        .Add(shown => shown.ProjectId, "proj_1").Add(shown => shown.ObjectId, "thread_1").Add(shown => shown.What, "conversation"));
}
