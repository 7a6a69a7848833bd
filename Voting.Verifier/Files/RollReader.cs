using Voting.Verifier.Json;

namespace Voting.Verifier.Files;

/// <summary>Reads the roll: every member once, namesakes told apart, no more of them than are in office.</summary>
internal static class RollReader
{
    public static IReadOnlyList<Member> Read(Fields meeting, int members)
    {
        var roll = new List<Member>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var names = new List<(string Name, string? Suffix, Place Place)>();
        foreach (var (value, place) in meeting.FilledList("roll"))
        {
            var fields = new Fields(value, place);
            var id = fields.Id("id");
            Values.RefuseTwice(ids, id, fields.At("id"));
            var name = fields.Text("name");
            var attendance = fields.Word("attendance", "present", "leave", "absent", "expected");
            fields.OptionalText("seat");
            RefuseWeight(fields);
            names.Add((name, fields.OptionalText("suffix"), place));
            roll.Add(new Member(id, attendance, fields.OptionalText("group")));
            fields.RefuseUnknown();
        }

        RefuseNamesakes(names);
        if (members < roll.Count)
        {
            throw new RefusedException(meeting.At("body").At("members"),
                $"全体组成人员 {members} 人少于名册 {roll.Count} 人", $"{members} members in office are fewer than the {roll.Count} on the roll");
        }

        return roll;
    }

    private static void RefuseWeight(Fields fields)
    {
        if (fields.Whole("weight", 1, otherwise: 1) != 1)
        {
            throw new RefusedException(fields.At("weight"), "尚不支持 1 以外的票权", "weights other than 1 are not supported yet");
        }
    }

    private static void RefuseNamesakes(List<(string Name, string? Suffix, Place Place)> names)
    {
        foreach (var namesakes in names.GroupBy(each => each.Name, StringComparer.Ordinal).Where(group => group.Count() > 1))
        {
            var suffixes = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (name, suffix, place) in namesakes)
            {
                if (string.IsNullOrEmpty(suffix))
                {
                    throw new RefusedException(place, $"同名者 {Wrong.Show(name)} 缺少 suffix", $"the namesake {Wrong.Show(name)} needs a suffix");
                }

                Values.RefuseTwice(suffixes, suffix, place.At("suffix"));
            }
        }
    }
}
