namespace LstmGen.Samples.Demand;

/// <summary>A series of the panel.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Times">Of each row.</param>
/// <param name="Sales">What was sold in each row, at least 0.</param>
/// <param name="Promoted">1 where it was on offer, which is planned ahead, else 0.</param>
/// <param name="Known">Rows to train on; those after them are forecast.</param>
internal sealed record Product(string Name, DateTime[] Times, float[] Sales, float[] Promoted, int Known)
{
    public int Rows => Sales.Length;
}

/// <summary>Products of one shop or subject.</summary>
/// <param name="Products">The series.</param>
/// <param name="Season">Rows of a season: 7 days, 12 months.</param>
/// <param name="Seasons">How many past seasons the usual value of a row is the mean of.</param>
/// <param name="Noun">What a row is.</param>
internal sealed record Panel(IReadOnlyList<Product> Products, int Season, int Seasons, string Noun);
