int by_hand;
