using System.Buffers.Binary;
using System.Text;

namespace Voting.Tests.Attacks;

/// <summary>
/// Reads what a server sends by OTLP, from the protocol's own description. A field that is not known here is an error, and so are exemplars,
/// events and links: what is read is all there is.
/// </summary>
internal static class Otlp
{
    /// <param name="Resource">What the server says of itself.</param>
    /// <param name="Points">In order.</param>
    public sealed record Metrics(IReadOnlyDictionary<string, string> Resource, IReadOnlyList<Point> Points)
    {
        /// <summary>Every value, without the time at which it was read.</summary>
        public IReadOnlyList<string> Values => [.. Points.Select(p => $"{p.Name} {p.Unit} {p.LabelText}: {p.Value}")];

        public double Sum(string name) => Points.Where(p => p.Name == name).Sum(p => p.Number);
    }

    /// <param name="Name">Of the instrument.</param>
    /// <param name="Unit">Of the instrument.</param>
    /// <param name="Labels">In order.</param>
    /// <param name="At">Nanoseconds.</param>
    /// <param name="Value">All that is counted, as text.</param>
    /// <param name="Number">Of a sum its value, of a histogram how many values it holds.</param>
    public sealed record Point(string Name, string Unit, IReadOnlyList<KeyValuePair<string, string>> Labels, ulong At, string Value, double Number)
    {
        public string LabelText => string.Join(',', Labels.Select(l => $"{l.Key}={l.Value}"));
    }

    public sealed record Span(string Name, string Trace, string Id, string Parent, ulong From, ulong To, IReadOnlyList<KeyValuePair<string, string>> Attributes);

    private readonly record struct Field(int Number, ulong Value, byte[] Bytes)
    {
        public string Text => Encoding.UTF8.GetString(Bytes);
        public double Double => BitConverter.UInt64BitsToDouble(Value);
    }

    public static Metrics ReadMetrics(byte[] body)
    {
        var resource = new Dictionary<string, string>();
        var points = new List<Point>();
        foreach (var of in Each(Fields(body), 1))
            foreach (var part in Fields(of))
            {
                if (part.Number == 1) foreach (var (key, value) in Each(Fields(part.Bytes), 1).Select(Attribute)) resource[key] = value;
                else if (part.Number == 2)
                    foreach (var scoped in Fields(part.Bytes))
                    {
                        if (scoped.Number == 1) Each(Fields(scoped.Bytes), 1);
                        else if (scoped.Number == 2) points.AddRange(Metric(scoped.Bytes));
                        else if (!IsSchema(scoped)) throw Unknown(scoped);
                    }
                else if (!IsSchema(part)) throw Unknown(part);
            }

        return new Metrics(resource, points);
    }

    public static IReadOnlyList<Span> ReadSpans(byte[] body)
    {
        var spans = new List<Span>();
        foreach (var of in Each(Fields(body), 1))
            foreach (var part in Fields(of).Where(p => p.Number != 1 && !IsSchema(p)))
                foreach (var scoped in Fields(part.Number == 2 ? part.Bytes : throw Unknown(part)).Where(s => s.Number != 1 && !IsSchema(s)))
                    spans.Add(ReadSpan(scoped.Number == 2 ? scoped.Bytes : throw Unknown(scoped)));
        return spans;
    }

    private static Span ReadSpan(byte[] bytes)
    {
        var (name, trace, id, parent, from, to) = ("", "", "", "", 0ul, 0ul);
        var attributes = new List<KeyValuePair<string, string>>();
        foreach (var field in Fields(bytes))
        {
            switch (field.Number)
            {
                case 1: trace = Convert.ToHexString(field.Bytes); break;
                case 2: id = Convert.ToHexString(field.Bytes); break;
                case 4: parent = Convert.ToHexString(field.Bytes); break;
                case 5: name = field.Text; break;
                case 6 or 16: break; // its kind, its flags
                case 7: from = field.Value; break;
                case 8: to = field.Value; break;
                case 9: attributes.Add(Attribute(field.Bytes)); break;
                default: throw Unknown(field);
            }
        }

        return new Span(name, trace, id, parent, from, to, attributes);
    }

    private static IEnumerable<Point> Metric(byte[] bytes)
    {
        var fields = Fields(bytes).ToList();
        string Text(int number) => fields.FirstOrDefault(f => f.Number == number) is { Bytes: not null } found ? found.Text : "";
        foreach (var field in fields)
        {
            switch (field.Number)
            {
                case 1 or 2 or 3: break; // name, description, unit
                case 7 or 9:
                    foreach (var data in Fields(field.Bytes))
                        if (data.Number == 1) yield return Read(Text(1), Text(3), data.Bytes, isHistogram: field.Number == 9);
                        else if (data.Number is not (2 or 3)) throw Unknown(data); // temporality, whether it only grows
                    break;
                default: throw Unknown(field);
            }
        }
    }

    private static Point Read(string name, string unit, byte[] bytes, bool isHistogram)
    {
        var labels = new List<KeyValuePair<string, string>>();
        var (at, number, value) = (0ul, 0d, new List<string>());
        foreach (var field in Fields(bytes))
        {
            switch (field.Number)
            {
                case 2: break; // since when it is counted
                case 3: at = field.Value; break;
                case 4 when isHistogram: (number, _) = (field.Value, value); break;
                case 5 when isHistogram: value.Add($"sum {field.Double}"); break;
                case 6 when isHistogram: value.Add("buckets " + Convert.ToHexString(field.Bytes)); break;
                case 7 when isHistogram: break; // where the buckets end
                case 9 when isHistogram: labels.Add(Attribute(field.Bytes)); break;
                case 11 or 12 when isHistogram: value.Add($"extreme {field.Double}"); break;
                case 4: number = field.Double; break;
                case 6: number = (long)field.Value; break;
                case 7: labels.Add(Attribute(field.Bytes)); break;
                default: throw Unknown(field);
            }
        }

        return new Point(name, unit, labels, at, string.Join(' ', [$"{number}", .. value]), number);
    }

    private static KeyValuePair<string, string> Attribute(byte[] bytes)
    {
        var fields = Fields(bytes).ToDictionary(f => f.Number);
        var value = Fields(fields[2].Bytes).Single();
        return KeyValuePair.Create(fields[1].Text, value.Number == 1 ? value.Text : $"{value.Value}");
    }

    private static IReadOnlyList<byte[]> Each(IEnumerable<Field> fields, int number) => [.. fields.Select(f => f.Number == number || f.Bytes.Length == 0 ? f.Bytes : throw Unknown(f))];

    private static bool IsSchema(Field field) => field.Number == 3 && field.Text.StartsWith("https://opentelemetry.io/schemas/", StringComparison.Ordinal);

    private static InvalidDataException Unknown(Field field) => new($"A field {field.Number} is not known: {Convert.ToHexString(field.Bytes)} {field.Text}");

    private static IEnumerable<Field> Fields(byte[] bytes)
    {
        var at = 0;
        while (at < bytes.Length)
        {
            var key = Number();
            var number = (int)(key >> 3);
            switch (key & 7)
            {
                case 0: yield return new Field(number, Number(), []); break;
                case 1: yield return new Field(number, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at)), []); at += 8; break;
                case 2:
                    var length = (int)Number();
                    yield return new Field(number, 0, bytes[at..(at + length)]);
                    at += length;
                    break;
                case 5: yield return new Field(number, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at)), []); at += 4; break;
                default: throw new InvalidDataException("Not a message of this protocol.");
            }
        }

        ulong Number()
        {
            ulong value = 0;
            for (var shift = 0; ; shift += 7)
            {
                var b = bytes[at++];
                value |= (ulong)(b & 0x7f) << shift;
                if (b < 0x80) return value;
            }
        }
    }
}
