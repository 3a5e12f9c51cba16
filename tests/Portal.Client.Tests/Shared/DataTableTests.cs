using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Portal.Client.Access;
using Portal.Client.Api;
using Portal.Client.People;
using Portal.Client.Shared;

namespace Portal.Client.Tests.Shared;

public sealed class DataTableTests : PageTest
{
    static readonly TableColumn<Fruit>[] Columns =
    [
        new("name", "Name", Text(fruit => fruit.Name)) { Always = true, Sort = "name", Order = fruit => fruit.Name },
        new("weight", "Weight", Text(fruit => fruit.Weight.ToString()), "figure") { Sort = "weight", Order = fruit => fruit.Weight, Downwards = true },
        new("origin", "Origin", Text(fruit => fruit.Origin)),
        new("code", "Code", Text(fruit => fruit.Code)) { OnRequest = true },
        new("actions", "Actions", Text(_ => "Eat")) { Always = true, Untitled = true },
    ];

    readonly FakeChoices choices = new();

    protected override void Register(IServiceCollection services) => services.AddSingleton<ITableChoices>(choices);

    [Fact]
    public void Columns_AreChosen_AndKeptInTheProfile_UntilTheUsualOnesAreAskedFor()
    {
        var table = Table(Owner);
        Assert.Equal(["Name", "Weight", "Origin", "Actions"], Heads(table));
        Assert.Equal(["Weight", "Origin", "Code"], table.FindAll("label").Select(label => label.TextContent.Trim()));

        Boxes(table)[2].Change(true);
        Boxes(table)[0].Change(false);

        Assert.Equal(["Name", "Origin", "Code", "Actions"], Heads(table));
        Assert.Equal(["Apple", "Chile", "a1", "Eat"], table.Find("tbody tr").Children.Select(cell => cell.TextContent));
        Assert.Equal(("fruit", "origin code"), choices.Kept[^1]);
        table.FindAll("button").Single(button => button.TextContent == "Show the usual ones").Click();
        Assert.Equal(["Name", "Weight", "Origin", "Actions"], Heads(table));
        Assert.Equal(("fruit", null), choices.Kept[^1]);
    }

    [Fact]
    public void Choice_OfTheSession_HoldsFromTheFirstDrawing_WithoutColumnsThatAreGone()
    {
        var table = Table(Owner with { TableColumns = new Dictionary<string, IReadOnlyList<string>> { ["fruit"] = ["code", "no_more"] } });
        Assert.Equal(["Name", "Code", "Actions"], Heads(table));
    }

    [Fact]
    public void Choice_ThatIsNotKept_HoldsHere_AndSaysSo()
    {
        choices.Failure = Refused;
        var table = Table(Owner);
        Boxes(table)[1].Change(false);
        Assert.Equal(["Name", "Weight", "Actions"], Heads(table));
        Assert.Contains(Refused.Message, table.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Heads_AreLinksThatSort_AndTurnAround()
    {
        GoTo("/fruit?q=x&after=fruit_9");
        var heads = Table(Owner).FindAll("th a").Select(link => link.GetAttribute("href")!).ToArray();
        Assert.EndsWith("/fruit?q=x&sort=name&order=asc", heads[0], StringComparison.Ordinal);
        Assert.EndsWith("/fruit?q=x&sort=weight&order=desc", heads[1], StringComparison.Ordinal);

        GoTo("/fruit?sort=weight&order=desc");
        var table = Table(Owner);
        Assert.Equal(["Melon", "Apple", "Cherry"], Names(table));
        Assert.Equal("descending", table.Find("th.figure").GetAttribute("aria-sort"));
        Assert.EndsWith("/fruit?sort=weight&order=asc", table.Find("th.figure a").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Single(table.FindAll("[aria-sort]"));
        GoTo("/fruit?sort=weight&order=asc");
        Assert.Equal(["Cherry", "Apple", "Melon"], Names(Table(Owner)));
        GoTo("/fruit?sort=taste");
        Assert.Equal(["Apple", "Melon", "Cherry"], Names(Table(Owner)));
    }

    [Fact]
    public void PartOfAList_IsNotSortedInTheBrowser()
    {
        GoTo("/fruit?sort=name&order=asc");
        var table = Table(Owner, whole: false);
        Assert.Equal(["Apple", "Melon", "Cherry"], Names(table));
        Assert.Empty(table.FindAll("th a"));
        Assert.Empty(table.FindAll("[aria-sort]"));
    }

    IRenderedComponent<DataTable<Fruit>> Table(Session session, bool whole = true) => Draw<DataTable<Fruit>>(session, of => of
        .Add(table => table.Name, "fruit").Add(table => table.Label, "Fruit").Add(table => table.Columns, Columns)
        .Add(table => table.Items, [new("Apple", 100, "Chile", "a1"), new("Melon", 900, "Spain", "m1"), new("Cherry", 5, "Turkey", "c1")])
        .Add(table => table.KeyOf, fruit => fruit.Name).Add(table => table.IsWhole, whole));

    static string[] Heads(IRenderedComponent<DataTable<Fruit>> table) => [.. table.FindAll("th").Select(head => head.TextContent.Trim())];

    static string[] Names(IRenderedComponent<DataTable<Fruit>> table) => [.. table.FindAll("tbody tr").Select(row => row.Children[0].TextContent)];

    static IReadOnlyList<IElement> Boxes(IRenderedComponent<DataTable<Fruit>> table) => table.FindAll("input[type=checkbox]");

    static RenderFragment<Fruit> Text(Func<Fruit, string> text) => fruit => builder => builder.AddContent(0, text(fruit));

    public sealed record Fruit(string Name, int Weight, string Origin, string Code);

    sealed class FakeChoices : ITableChoices
    {
        public List<(string Table, string? Columns)> Kept { get; } = [];

        public ApiError? Failure { get; set; }

        public Task<Result<TableChoice>> Choose(string table, TableChoiceInput input, CancellationToken cancellation)
        {
            Kept.Add((table, input.Columns is { } columns ? string.Join(' ', columns) : null));
            return Task.FromResult<Result<TableChoice>>(Failure is { } error ? error : new TableChoice(table, input.Columns));
        }
    }
}
