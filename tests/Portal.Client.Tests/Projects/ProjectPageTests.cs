using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Access;
using Portal.Client.Assistants;
using Portal.Client.CannedReplies;
using Portal.Client.Keys;
using Portal.Client.Limits;
using Portal.Client.Projects;
using Portal.Client.Tests.Keys;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Projects;

public sealed class ProjectPageTests : PageTest
{
    readonly FakeProjects projects = new();
    readonly FakeKeys keys = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IProjectsService>(projects)
        .AddSingleton<IProjectHomeService>(projects)
        .AddSingleton<IKeysService>(keys)
        .AddSingleton(Refusing.Everything<IAssistantsService>())
        .AddSingleton(Refusing.Everything<IThreadsService>())
        .AddSingleton(Refusing.Everything<ICannedRepliesService>())
        .AddSingleton(Refusing.Everything<ILimitsService>());

    [Fact]
    public void Pause_IsOneClick_AndUndoTakesItBack()
    {
        var page = Open();

        Press(page, "Pause");

        Assert.Equal(["proj_1 paused True"], projects.Calls);
        Assert.Contains("Paused", page.Find(".chip").TextContent, StringComparison.Ordinal);
        Press(page, "Undo");
        Assert.Equal("proj_1 paused False", projects.Calls[^1]);
        Assert.Contains("Active", page.Find(".chip").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Undo", page.Find(".page").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Pause_ThatFails_SaysWhy_AndOffersNoUndo()
    {
        var page = Open();
        projects.Failure = Refused;

        Press(page, "Pause");

        Assert.Contains(Refused.Message, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("Undo", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Viewer_HasNoActions_AndNoKeys()
    {
        var page = Open(session: Viewer);

        Assert.DoesNotContain(page.FindAll("button"), button => button.TextContent.Trim() is "Pause" or "Save");
        Assert.Equal(["Home", "Members", "Settings"], page.FindAll(".tabs a").Select(tab => tab.TextContent));
        Assert.DoesNotContain("API keys", Open("?tab=keys", Viewer).Markup, StringComparison.Ordinal);
        Assert.Empty(keys.Listed);
    }

    [Fact]
    public void Alerts_LeadToWhereTheyAreSeenTo()
    {
        projects.Alerts.Add(new(ProjectAlertCode.ModelUnpriced, AlertSeverity.Warning, "No price.", "model", "vendor/fast"));
        projects.Alerts.Add(new(ProjectAlertCode.KeyExpiring, AlertSeverity.Critical, "It ends.", "key", "key_1"));

        var links = Open().FindAll(".notice a").Select(link => link.GetAttribute("href"));

        Assert.Equal(["providers?model=vendor%2Ffast", "projects/proj_1?tab=keys"], links);
        Assert.Empty(Open(session: Viewer).FindAll(".notice a"));
    }

    [Fact]
    public void Checklist_ShowsWhatIsDone_AndLeadsOn()
    {
        projects.Checklist.AddRange([new(ChecklistStepId.DefineScope, false), new(ChecklistStepId.RegisterTools, true), new(ChecklistStepId.TryChat, false)]);

        var page = Open();

        Assert.Contains("1 of 3 done", page.Find("section:has(#get-started)").TextContent, StringComparison.Ordinal);
        Assert.Equal(["projects/proj_1?tab=settings", "threads?project=proj_1"], page.FindAll(".checklist a").Select(link => link.GetAttribute("href")));
        Assert.Contains(", done", page.FindAll(".checklist li")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Checklist_AllDone_IsGone()
    {
        projects.Checklist.AddRange([new(ChecklistStepId.DefineScope, true), new(ChecklistStepId.TryChat, true)]);

        Assert.Empty(Open().FindAll("#get-started"));
    }

    [Fact]
    public void Settings_SaveWhatIsTyped_AndNothingElse()
    {
        var page = Open("?tab=settings");
        page.Find("#field-name").Input(" Returns ");
        page.Find("#field-metadata").Input("cost_center = 4711");

        page.Find("form").Submit();

        Assert.Equal(["proj_1 described Returns, , general, cost_center"], projects.Calls);
        Assert.Contains("Saved.", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Returns", page.Find("h1").TextContent);
    }

    [Fact]
    public void Settings_Unsaved_AskBeforeTheyAreLeft()
    {
        var dialogs = DrawDialogs();
        var page = Open("?tab=settings");
        page.Find("#field-name").Input("Returns");

        GoTo("/projects/proj_1");
        Assert.Equal("/projects/proj_1?tab=settings", Address);
        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Leave").Click();

        Assert.Equal("/projects/proj_1", Address);
    }

    [Fact]
    public void Settings_Saved_AreLeftFreely()
    {
        var page = Open("?tab=settings");
        page.Find("#field-name").Input(" Returns ");
        page.Find("form").Submit();

        GoTo("/projects");

        Assert.Equal("/projects", Address);
    }

    [Fact]
    public void Settings_WhatIsWrong_StandsBesideItsField()
    {
        var page = Open("?tab=settings");
        page.Find("#field-name").Input(new string('n', 10_000));
        page.Find("#field-metadata").Input("no pair");

        page.Find("form").Submit();

        Assert.Empty(projects.Calls);
        Assert.Contains("10,000 characters", page.Find("#field-name-error").TextContent, StringComparison.Ordinal);
        Assert.Contains("one pair on each line", page.Find("#field-metadata-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Archive_AsksForTheName_ThenTheProjectCanBeRestored()
    {
        var dialogs = DrawDialogs();
        var page = Open("?tab=settings");
        Press(page, "Archive project");
        dialogs.Find("input").Input("Support desk");

        dialogs.FindAll("button").Single(button => button.TextContent.Trim() == "Archive project").Click();

        Assert.Equal(["proj_1 archived"], projects.Calls);
        Assert.Contains("Archived", page.Find(".chip").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("#field-name").HasAttribute("disabled"));
        Press(page, "Restore project");
        page.WaitForAssertion(() => Assert.Equal("proj_1 restored", projects.Calls[^1]));
        Assert.Contains("Active", page.Find(".chip").TextContent, StringComparison.Ordinal);
    }

    static void Press(IRenderedComponent<ProjectPage> page, string text) =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();

    IRenderedComponent<ProjectPage> Open(string query = "", Session? session = null)
    {
        GoTo("/projects/proj_1" + query);
        return Draw<ProjectPage>(session ?? Owner, of => of.Add(shown => shown.Id, "proj_1"));
    }
}
