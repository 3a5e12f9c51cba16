using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Access;
using Portal.Client.Assistants;
using Portal.Client.Layout;
using Portal.Client.People;
using Portal.Client.Projects;
using Portal.Client.Tests.Projects;
using Portal.Client.Tests.Shared;
using Portal.Client.Threads;

namespace Portal.Client.Tests.Layout;

public sealed class CommandPaletteTests : PageTest
{
    readonly FakeProjects projects = new();

    protected override void Register(IServiceCollection services) => services
        .AddSingleton<IProjectsService>(projects)
        .AddSingleton(Refusing.Everything<IAssistantsService>())
        .AddSingleton(Refusing.Everything<IThreadsService>())
        .AddSingleton(Refusing.Everything<IPeopleService>());

    [Fact]
    public void Opened_OffersThePagesThatThePersonMaySee()
    {
        Assert.Contains("providers", Addresses(Opened(Owner)));
        Assert.DoesNotContain("providers", Addresses(Opened(Viewer)));
    }

    [Fact]
    public void Typed_KeepsWhatBeginsWithEachWord()
    {
        var palette = Opened(Owner);

        palette.Find("input").Input("aud l");

        Assert.Equal(["audit"], Addresses(palette));
    }

    [Fact]
    public void Typed_FindsObjectsAfterAPause_AndShowsWhatCanBeRead()
    {
        var palette = Opened(Owner);

        palette.Find("input").Input("desk");
        Assert.Contains("Searching", palette.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromSeconds(1));

        palette.WaitForAssertion(() => Assert.Equal(["projects/proj_1"], Addresses(palette)));
    }

    [Fact]
    public void Arrows_Choose_AndEnterGoes()
    {
        var palette = Opened(Owner);
        palette.Find("input").Input("provid");

        palette.Find("input").KeyDown(new KeyboardEventArgs { Key = "ArrowDown" });
        Assert.Equal(["false", "true"], palette.FindAll("[role=option]").Select(option => option.GetAttribute("aria-selected")));
        palette.Find("input").KeyDown(new KeyboardEventArgs { Key = "Enter" });

        Assert.Equal("/pricing/imports", Address);
    }

    [Fact]
    public void NothingFound_SaysSo()
    {
        projects.Stored.Clear();
        var palette = Opened(Owner);

        palette.Find("input").Input("xyzzy");
        Clock.Advance(TimeSpan.FromSeconds(1));

        palette.WaitForAssertion(() => Assert.Contains("Nothing is called “xyzzy”.", palette.Find("[role=status]").TextContent, StringComparison.Ordinal));
    }

    IRenderedComponent<CommandPalette> Opened(Session session)
    {
        var palette = Render<CommandPalette>(of => of.Add(shown => shown.Session, session));
        palette.InvokeAsync(palette.Instance.Begin).GetAwaiter().GetResult();
        return palette;
    }

    static IEnumerable<string?> Addresses(IRenderedComponent<CommandPalette> palette) => palette.FindAll("[role=option]").Select(option => option.GetAttribute("href"));
}
