using System.Globalization;
using System.Text;
using Portal.Client.Alerts;
using Portal.Usage;

namespace Portal.Alerts.Digests;

/// <summary>A digest as mail, in plain text and as HTML with all that people wrote encoded.</summary>
/// <param name="names">Of projects, assistants, keys and members, by id.</param>
internal sealed class DigestMail(Digest digest, string organization, string? origin, IReadOnlyDictionary<string, string> names, DisplayCurrency? currency)
{
    readonly StringBuilder text = new();
    readonly StringBuilder html = new();

    public StoredMail Write()
    {
        var title = $"{organization}: {Money(digest.Spent)} {Days()}";
        Heading(title);
        Line($"{(digest.Period.Days == 1 ? "The day" : "The week")} before: {Money(digest.SpentBefore)}{Change(digest.Spent, digest.SpentBefore)}.");
        Section("By project", digest.Projects.Select(project => (Name(project.ProjectId), project.Now, project.Before)), "Nothing was spent.");
        Section("What changed most", digest.Movers.Select(mover => (mover.Name(names), mover.Now, mover.Before)), "Nothing changed.");
        Alerts();
        if (origin is not null) Link("Open the portal", $"{origin}/costs");
        return new StoredMail(title, text.ToString(), html.ToString());
    }

    string Days() => digest.Period.Days == 1
        ? digest.Period.First.ToString("'on' dddd, d MMMM", CultureInfo.InvariantCulture)
        : $"from {digest.Period.First.ToString("d MMMM", CultureInfo.InvariantCulture)} to {digest.Period.End.AddDays(-1).ToString("d MMMM", CultureInfo.InvariantCulture)}";

    void Section(string title, IEnumerable<(string Name, long Now, long Before)> rows, string none)
    {
        Heading(title);
        var all = rows.ToList();
        if (all.Count == 0)
        {
            Line(none);
            return;
        }

        html.Append("<table>");
        foreach (var (name, now, before) in all)
        {
            var (amount, change) = (Money(now), $"{Money(before)} before{Change(now, before)}");
            text.Append("- ").Append(name).Append(": ").Append(amount).Append(" (").Append(change).Append(")\n");
            html.Append("<tr><td>").Append(AlertMail.Html(name)).Append("</td><td align=\"right\">").Append(AlertMail.Html(amount))
                .Append("</td><td>").Append(AlertMail.Html(change)).Append("</td></tr>");
        }

        html.Append("</table>");
    }

    void Alerts()
    {
        Heading("Open alerts");
        if (digest.Alerts.Count == 0) Line("None.");
        foreach (var alert in digest.Alerts)
        {
            if (origin is not null) Link(alert.Title, $"{origin}/alerts?alert={alert.Id}");
            else Line(alert.Title);
        }
    }

    void Heading(string title)
    {
        text.Append(text.Length == 0 ? "" : "\n").Append(title).Append('\n');
        html.Append("<h2>").Append(AlertMail.Html(title)).Append("</h2>");
    }

    void Line(string line)
    {
        text.Append(line).Append('\n');
        html.Append("<p>").Append(AlertMail.Html(line)).Append("</p>");
    }

    void Link(string words, string address)
    {
        text.Append(words).Append(": ").Append(address).Append('\n');
        html.Append("<p><a href=\"").Append(AlertMail.Html(address)).Append("\">").Append(AlertMail.Html(words)).Append("</a></p>");
    }

    static string Change(long now, long before) => before == 0 ? "" : $", {((decimal)now - before) / before:+0 %;-0 %;±0 %}";

    string Name(string id) => names.GetValueOrDefault(id, id);

    string Money(long nanodollars) => DisplayMoney.Of(UsageBuckets.Dollars(nanodollars), currency);
}
