using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.Assistants;
using Portal.Client.Models;
using Portal.Client.Projects;
using Portal.Client.Tests.Projects;
using Portal.Client.Tests.Shared;

namespace Portal.Client.Tests.Assistants;

public sealed class AssistantPageTests : PageTest
{
    readonly FakeAssistants assistants = new();
    readonly FakeProjects projects = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IAssistantsService>(assistants)
        .AddSingleton<IAssistantVersionsService>(assistants)
        .AddSingleton<IAssistantDraftsService>(assistants)
        .AddSingleton<IAssistantTransferService>(assistants)
        .AddSingleton<IModelsService>(assistants)
        .AddSingleton<IProjectsService>(projects);

    [Fact]
    public void Save_SendsEveryField()
    {
        var page = Edit();
        page.Find("#field-name").Input("Returns and refunds");
        page.Find("#field-persona-constraints").Input("Never promise a date.\n\nAsk for the order number. ");
        page.Find("#field-model").Change("gpt-4-reasoner-2026");
        page.Find("#field-memory-summary_method").Change("reflection");
        page.Find("#field-safety-strict").Change(true);
        page.Find("#field-safety-allowed_domains").Input("docs.example.com\n*.example.org");
        page.Find("#field-privacy-mode").Change("strict");
        page.Find("#field-metadata").Input("team = returns");
        AddFunction(page, "find_order", """{"type":"object"}""");

        page.Find("form").Submit();

        var input = Assert.Single(assistants.Saved).Input;
        Assert.Equal("Returns and refunds", input.Name);
        Assert.Equal(["Never promise a date.", "Ask for the order number."], input.Persona!.Constraints!);
        Assert.Equal("gpt-4-reasoner-2026", input.Model);
        Assert.Equal(SummaryMethod.Reflection, input.Memory!.SummaryMethod);
        Assert.True(input.Safety!.Strict);
        Assert.Equal(["docs.example.com", "*.example.org"], input.Safety.AllowedDomains);
        Assert.Equal(PrivacyMode.Strict, input.Privacy!.Mode);
        Assert.Equal("returns", input.Metadata!["team"]);
        Assert.Equal("find_order", Assert.Single(input.Tools!).Function!.Name);
        Assert.Contains("Saved as version 4.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Save_SchemaThatIsNoJson_IsNotSent_AndSaysWhere()
    {
        var page = Edit();
        AddFunction(page, "find_order", "{\n  type: }");

        page.Find("form").Submit();

        Assert.Empty(assistants.Saved);
        Assert.Equal("This is not JSON: see line 2, column 3.", page.Find("[id='field-tools[0]-function-parameters-error']").TextContent);
    }

    [Fact]
    public void Save_RefusedTool_StandsBesideItsField()
    {
        var page = Edit();
        AddFunction(page, "find_order", "");
        assistants.Failure = ApiError.Invalid("Two functions have this name.", "tools[0].function.name");

        page.Find("form").Submit();

        Assert.Equal("Two functions have this name.", page.Find("[id='field-tools[0]-function-name-error']").TextContent);
        Assert.Contains("Some fields need a change.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void NotInForce_IsSaidBesideSummariesStoresAndCode()
    {
        var page = Edit();

        var notes = page.FindAll(".chip").Where(chip => chip.TextContent.Contains("not yet in force", StringComparison.Ordinal));

        Assert.Equal(3, notes.Count());
    }

    [Fact]
    public void Leaving_WithUnsavedChanges_AsksFirst()
    {
        var dialogs = DrawDialogs();
        GoTo("/assistants/asst_1");
        var page = Edit();
        page.Find("#field-name").Input("Changed");

        GoTo("/projects");
        Assert.Equal("/assistants/asst_1", Address);
        Press(dialogs, "Leave");

        Assert.Equal("/projects", Address);
    }

    [Fact]
    public void Leaving_WithNothingChanged_Leaves()
    {
        GoTo("/assistants/asst_1");
        Edit();

        GoTo("/projects");

        Assert.Equal("/projects", Address);
    }

    [Fact]
    public void Save_IsOnlyThereForAChange_AndDiscardUndoesIt()
    {
        var page = Edit();
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));

        page.Find("#field-name").Input("Changed");
        Assert.False(page.Find("button[type=submit]").HasAttribute("disabled"));
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Discard changes").Click();

        Assert.Equal("Returns", page.Find("#field-name").GetAttribute("value"));
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
    }

    [Fact]
    public void Save_SendsTheVersionThatItWasMadeOver_AndItsNote()
    {
        var page = Edit();
        page.Find("#field-name").Input("Changed");
        page.Find("input.note").Input("Asked for by legal");

        page.Find("form").Submit();

        Assert.Equal([3], assistants.SavedOver);
        Assert.Equal("Asked for by legal", Assert.Single(assistants.Saved).Input.VersionNote);
    }

    [Theory]
    [InlineData("Overwrite with mine")]
    [InlineData("Take all of theirs")]
    [InlineData("Use my choice")]
    public void Save_AfterSomebodyElse_ShowsTheDifference_AndDoesWhatIsChosen(string choice)
    {
        var dialogs = DrawDialogs();
        var page = Edit();
        page.Find("#field-name").Input("Mine");
        page.Find("#field-instructions").Input("My instructions.");
        assistants.Stored = assistants.Stored with { Name = "Theirs", Instructions = "Their instructions.", Version = 4 };
        assistants.Comparison = new([
            new("name", "Theirs", "Mine", [new("Theirs", PieceChange.Removed), new("Mine", PieceChange.Added)]),
            new("instructions", "Their instructions.", "My instructions.", [new("Their", PieceChange.Removed), new("My", PieceChange.Added), new(" instructions.", PieceChange.Same)]),
        ]);

        page.Find("form").Submit();
        dialogs.WaitForAssertion(() => Assert.Equal(["Theirs", "Their"], dialogs.FindAll("del").Select(gone => gone.TextContent)));
        Assert.Empty(assistants.Saved);
        if (choice == "Use my choice") dialogs.FindAll("input[name=keep-name]")[1].Change(true);
        Press(dialogs, choice);

        if (choice == "Overwrite with mine")
        {
            Assert.Equal(("Mine", "My instructions."), (Assert.Single(assistants.Saved).Input.Name, assistants.Saved[0].Input.Instructions));
            Assert.Equal([3, 4], assistants.SavedOver);
            return;
        }

        Assert.Empty(assistants.Saved);
        Assert.Equal("Theirs", page.Find("#field-name").GetAttribute("value"));
        Assert.Equal(choice == "Use my choice" ? "My instructions." : "Their instructions.", page.Find("#field-instructions").GetAttribute("value"));
        Assert.Equal(choice == "Use my choice", page.Markup.Contains("Unsaved changes", StringComparison.Ordinal));
    }

    [Fact]
    public void Pause_IsOneClick_AndUndoTakesItBack_AndKeepsWhatIsTyped()
    {
        var page = Edit();
        page.Find("#field-name").Input("Typed");

        Press(page, "Pause");
        Assert.True(assistants.Stored.Paused);
        Assert.Contains("new replies are refused from now on", page.Markup, StringComparison.Ordinal);
        Press(page, "Undo");

        Assert.False(assistants.Stored.Paused);
        Assert.Equal("Typed", page.Find("#field-name").GetAttribute("value"));
        Assert.Contains("Unsaved changes", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void UnknownVariable_IsSaidBesideTheField_UntilItIsDefined()
    {
        var page = Edit();
        page.Find("#field-instructions").Input("For {{plan}} on {{today}}.");
        Assert.Contains("{{plan}}", page.Find(".unknown").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("{{today}}", page.Find(".unknown").TextContent, StringComparison.Ordinal);

        page.Find(".unknown button").Click();

        Assert.Empty(page.FindAll(".unknown"));
        Assert.Equal("plan", page.Find("[id='field-variables[0]-name']").GetAttribute("value"));
        page.Find("form").Submit();
        Assert.Equal("plan", Assert.Single(Assert.Single(assistants.Saved).Input.Variables!).Name);
    }

    [Fact]
    public void Preview_FollowsWhatIsTyped_AndAsksOnceForAQuickHand()
    {
        var page = Edit();
        page.WaitForAssertion(() => Assert.Equal("System: Answer.", page.Find(".prompt").TextContent));

        page.Find("#field-instructions").Input("Answer b");
        page.Find("#field-instructions").Input("Answer briefly.");
        Clock.Advance(TimeSpan.FromMilliseconds(30));

        page.WaitForAssertion(() => Assert.Equal("System: Answer briefly.", page.Find(".prompt").TextContent));
        Assert.Equal(2, assistants.Previewed.Count);
    }

    [Fact]
    public void Versions_AreComparedAndRestored_AndTellWhereTheyAnswered()
    {
        DrawDialogs();
        assistants.Comparison = new([new("persona.tone", "Warm", "Cold", [new("Warm", PieceChange.Removed), new("Cold", PieceChange.Added)])]);
        GoTo("/assistants/asst_1?view=versions&from=2&to=3");
        var page = Edit();

        Assert.Contains("Softer words", page.Markup, StringComparison.Ordinal);
        Assert.Equal(("Tone", "Warm", "Cold"), (page.Find(".difference h3").TextContent, page.Find("del").TextContent, page.Find("ins").TextContent));
        Assert.Contains("threads=3", page.FindAll("a").Single(link => link.TextContent == "2 threads").GetAttribute("href"), StringComparison.Ordinal);
        Press(page, "Restore");

        Assert.Contains("Restored as version 4.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void New_OffersTheTemplates_TheProjectsOwnFirst()
    {
        projects.Stored[0] = projects.Stored[0] with { AssistantType = "legal" };
        GoTo("/assistants/new?project=proj_1");

        var links = Draw<AssistantPage>(Owner).FindAll("a.template");

        Assert.Equal("assistants/new?project=proj_1&template=legal", links[0].GetAttribute("href"));
        Assert.Equal(AssistantTemplates.All.Count + 1, links.Count);
    }

    [Fact]
    public void New_StartsFromTheTemplate_AndOpensWhatItMade()
    {
        GoTo("/assistants/new?project=proj_1&template=customer_service");
        var page = Draw<AssistantPage>(Owner);
        Assert.Contains("refund", page.Find("#field-instructions").GetAttribute("value"), StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".unknown"));
        page.Find("#field-name").Input("Returns");

        page.Find("form").Submit();

        var made = Assert.Single(assistants.Saved);
        Assert.Equal(("proj_1", "Returns", 2), (made.Project, made.Input.Name, made.Input.Tools!.Count));
        Assert.Equal("/assistants/asst_2", Address);
    }

    [Fact]
    public void New_WithoutAProject_AsksForOne()
    {
        projects.Stored.Add(FakeProjects.Make("proj_2", "Sales"));
        GoTo("/assistants/new?template=blank");
        var page = Draw<AssistantPage>(Owner);
        page.Find("#field-name").Input("Returns");

        page.Find("form").Submit();

        Assert.Empty(assistants.Saved);
        Assert.Equal("Choose the project that it belongs to.", page.Find($"#field-{ApiClient.ProjectHeader}-error").TextContent);
    }

    [Fact]
    public void Viewer_ReadsTheForm_AndCannotSave()
    {
        var page = Edit(Viewer);

        Assert.True(page.Find("#field-name").HasAttribute("disabled"));
        Assert.Empty(page.FindAll("button[type=submit]"));
    }

    static void AddFunction(IRenderedComponent<AssistantPage> page, string name, string schema)
    {
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Add function").Click();
        page.Find("[id='field-tools[0]-function-name']").Input(name);
        page.Find("[id='field-tools[0]-function-parameters']").Input(schema);
    }

    static void Press<T>(IRenderedComponent<T> page, string text)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        page.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();

    IRenderedComponent<AssistantPage> Edit(Session? session = null) =>
        Draw<AssistantPage>(session ?? Owner, page => page.Add(of => of.Id, "asst_1"));
}
