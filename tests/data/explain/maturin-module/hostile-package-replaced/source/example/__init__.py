import check
