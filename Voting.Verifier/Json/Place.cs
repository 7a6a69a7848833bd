using System.Globalization;
using System.Text;

namespace Voting.Verifier.Json;

/// <summary>Where in a JSON document something stands, written as an RFC 9535 path.</summary>
internal sealed class Place
{
    public static readonly Place Root = new(null, null, 0);

    private readonly Place? parent;
    private readonly string? name;
    private readonly int index;

    private Place(Place? parent, string? name, int index)
    {
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    public Place At(string member) => new(this, member, 0);

    public Place At(int element) => new(this, null, element);

    public override string ToString()
    {
        var text = new StringBuilder();
        WriteTo(text);
        return text.ToString();
    }

    private void WriteTo(StringBuilder text)
    {
        if (parent is null)
        {
            text.Append('$');
            return;
        }

        parent.WriteTo(text);
        if (name is null)
        {
            text.Append(CultureInfo.InvariantCulture, $"[{index}]");
        }
        else if (IsShorthand(name))
        {
            text.Append('.').Append(name);
        }
        else
        {
            text.Append("['").Append(Escaped(name)).Append("']");
        }
    }

    private static bool IsShorthand(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(sign => sign == '_' || char.IsLetterOrDigit(sign));

    private static string Escaped(string name)
    {
        var text = new StringBuilder();
        foreach (var sign in name)
        {
            if (sign is '\'' or '\\')
            {
                text.Append('\\').Append(sign);
            }
            else if (sign is >= ' ' and <= '~' || char.IsLetterOrDigit(sign))
            {
                text.Append(sign);
            }
            else
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)sign:x4}");
            }
        }

        return text.ToString();
    }
}
